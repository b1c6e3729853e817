package org.saltern.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.hosts.HostRoom.DB1;
import static org.saltern.hosts.HostRoom.WEB1;
import static org.saltern.hosts.HostRoom.WEB2;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** What hosts offer each other. */
@OnEachDatabase
class MineTest {
    private static final Target ALL = Target.glob("*");

    @AutoClose private final HostRoom room;

    MineTest(TestDatabases kind) {
        room = new HostRoom(kind);
        room.accepted(WEB1, WEB2, DB1);
        room.grains(WEB2, "{\"role\":\"front\"}");
    }

    private void offers(HostId owner, String json) {
        room.mine.update(owner, (ObjectNode) Json.parse(json), false);
    }

    private String sees(HostId caller, String function) {
        return room.mine.get(caller, ALL, function).toString();
    }

    @Test
    void a_host_sees_what_matching_hosts_offer() {
        offers(WEB1, "{\"addr\":[\"192.0.2.7\"]}");
        offers(WEB2, "{\"addr\":[\"192.0.2.8\"],\"other\":1}");
        assertThat(sees(DB1, "addr")).isEqualTo("{web1=[\"192.0.2.7\"], web2=[\"192.0.2.8\"]}");
        assertThat(room.mine.get(DB1, Target.glob("web2"), "addr")).containsOnlyKeys(WEB2);
        assertThat(sees(DB1, "nosuch")).isEqualTo("{}");
    }

    @Test
    void an_update_adds_and_replaces_and_with_clear_begins_anew() {
        offers(WEB1, "{\"a\":1,\"b\":2}");
        offers(WEB1, "{\"b\":3,\"c\":null}");
        assertThat(room.mine.functions(WEB1)).containsExactly("a", "b", "c");
        assertThat(sees(DB1, "b")).isEqualTo("{web1=3}");
        assertThat(sees(DB1, "c")).isEqualTo("{web1=null}");
        room.mine.update(WEB1, Json.object().put("d", 4), true);
        assertThat(room.mine.functions(WEB1)).containsExactly("d");
    }

    @Test
    void a_function_and_all_functions_can_be_taken_back() {
        offers(WEB1, "{\"a\":1,\"b\":2}");
        offers(WEB2, "{\"a\":1}");
        room.mine.delete(WEB1, "a");
        assertThat(room.mine.functions(WEB1)).containsExactly("b");
        room.mine.flush(WEB1);
        assertThat(room.mine.functions(WEB1)).isEmpty();
        assertThat(room.mine.functions(WEB2)).containsExactly("a");
    }

    private static String restricted(String allow) {
        return "{\"f\":{\"__saltmine_acl__\":1,\"__data__\":{\"k\":\"v\"}" + allow + "}}";
    }

    @TestFactory
    Stream<DynamicTest> a_restricted_value_is_seen_by_those_it_names_alone() {
        return Stream.of(
                        new String[] {"", "db1 web2"},
                        new String[] {",\"allow_tgt\":\"\"", "db1 web2"},
                        new String[] {",\"allow_tgt\":\"web*\"", "web2"},
                        new String[] {
                            ",\"allow_tgt\":[\"db1\",\"x\"],\"allow_tgt_type\":\"list\"", "db1"
                        },
                        new String[] {
                            ",\"allow_tgt\":\"role:front\",\"allow_tgt_type\":\"grain\"", "web2"
                        },
                        new String[] {
                            ",\"allow_tgt\":\"not G@role:front\",\"allow_tgt_type\":\"compound\"",
                            ""
                        },
                        new String[] {
                            ",\"allow_tgt\":\"( broken\",\"allow_tgt_type\":\"compound\"", ""
                        },
                        new String[] {",\"allow_tgt\":\"*\",\"allow_tgt_type\":\"nosuch\"", ""},
                        new String[] {
                            ",\"allow_tgt\":\"N@nosuch\",\"allow_tgt_type\":\"compound\"", ""
                        },
                        new String[] {",\"allow_tgt\":7", ""})
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        "rule" + row[0], () -> seenBy(restricted(row[0]), row[1])));
    }

    private void seenBy(String offer, String callers) {
        offers(WEB1, offer);
        for (HostId caller : new HostId[] {DB1, WEB2}) {
            assertThat(sees(caller, "f"))
                    .as(caller.value())
                    .isEqualTo(callers.contains(caller.value()) ? "{web1={\"k\":\"v\"}}" : "{}");
        }
    }

    @Test
    void hosts_whose_grains_are_unknown_are_left_out() {
        offers(WEB1, "{\"a\":1}");
        offers(WEB2, "{\"a\":2}");
        assertThat(room.mine.get(DB1, Target.of("role:front", TargetType.GRAIN), "a"))
                .containsOnlyKeys(WEB2);
    }

    @Test
    void a_value_or_a_host_over_the_limit_changes_nothing() {
        offers(WEB1, "{\"a\":1}");
        var large = Json.object().put("a", "x".repeat(Mine.MOST_BYTES_A_FUNCTION));
        assertThatThrownBy(() -> room.mine.update(WEB1, large, true))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("1 MiB");
        ObjectNode many = Json.object();
        for (int i = 0; i < 6; i++) {
            many.put("f" + i, "x".repeat(Mine.MOST_BYTES_A_FUNCTION - 10));
        }
        assertThatThrownBy(() -> room.mine.update(WEB1, many, true))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("5 MiB");
        assertThat(sees(DB1, "a")).isEqualTo("{web1=1}");
        assertThat(room.mine.functions(WEB1)).containsExactly("a");
    }

    @Test
    void a_host_is_limited_across_its_updates_and_others_are_not_concerned() {
        String large = "x".repeat(Mine.MOST_BYTES_A_FUNCTION - 10);
        for (int i = 0; i < 5; i++) {
            room.mine.update(WEB1, Json.object().put("f" + i, large), false);
        }
        assertThatThrownBy(() -> room.mine.update(WEB1, Json.object().put("f5", large), false))
                .isInstanceOf(Problem.BadInput.class);
        room.mine.update(WEB2, Json.object().put("f5", large), false);
        assertThat(room.mine.functions(WEB1)).hasSize(5);
        assertThat(room.mine.get(DB1, ALL, "f5")).containsOnlyKeys(WEB2);
    }

    @Test
    void values_of_hosts_that_are_not_asked_for_are_not_read() {
        offers(WEB1, "{\"addr\":1}");
        offers(WEB2, "{\"addr\":2}");
        room.db
                .jdbi()
                .useHandle(
                        h ->
                                h.execute(
                                        "UPDATE mine SET document = 'no JSON' WHERE hostname ="
                                                + " 'web1'"));
        assertThat(room.mine.get(DB1, Target.glob("web2"), "addr")).containsOnlyKeys(WEB2);
        assertThatThrownBy(() -> room.mine.get(DB1, ALL, "addr"))
                .isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void hostile_names_and_values_are_data() {
        offers(WEB1, "{\"'; DROP TABLE mine; --\":\"<script>\\u0000\",\"日本\":1}");
        assertThat(sees(DB1, "'; DROP TABLE mine; --")).contains("<script>");
        assertThat(sees(DB1, "日本")).isEqualTo("{web1=1}");
        for (String name : new String[] {"", "x".repeat(201), "a\u0000b"}) {
            assertThatThrownBy(() -> room.mine.update(WEB1, Json.object().put(name, 1), false))
                    .isInstanceOf(Problem.BadInput.class);
        }
        assertThat(sees(DB1, "a\u0000b")).isEqualTo("{}");
        room.mine.delete(WEB1, "a\u0000b");
    }
}
