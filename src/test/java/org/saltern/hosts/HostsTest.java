package org.saltern.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.hosts.HostRoom.ADA;
import static org.saltern.hosts.HostRoom.DB1;
import static org.saltern.hosts.HostRoom.EVE;
import static org.saltern.hosts.HostRoom.HOME;
import static org.saltern.hosts.HostRoom.WEB1;
import static org.saltern.hosts.HostRoom.WEB2;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Tags;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** Looking at hosts, and their grains. */
@OnEachDatabase
class HostsTest {
    @AutoClose private final HostRoom room;

    HostsTest(TestDatabases kind) {
        room = new HostRoom(kind);
        room.restart(KeyPolicy.defaults().withStrictIds(false));
    }

    private static HostQuery query(String search, String sort) {
        return new HostQuery(search, null, null, null, sort, 0, 100);
    }

    private List<String> found(HostQuery query) {
        return room.hosts.find(EVE, query).hosts().stream().map(h -> h.hostname().value()).toList();
    }

    @Test
    void pages_follow_each_other_and_know_how_many_there_are() {
        for (int i = 0; i < 7; i++) {
            room.accepted(new HostId("h" + i));
        }
        var page = room.hosts.find(EVE, new HostQuery("", null, null, null, "hostname", 3, 3));
        assertThat(page.total()).isEqualTo(7);
        assertThat(page.hosts())
                .extracting(h -> h.hostname().value())
                .containsExactly("h3", "h4", "h5");
        assertThat(found(new HostQuery("", null, null, null, "-hostname", 6, 3)))
                .containsExactly("h0");
        assertThat(found(new HostQuery("", null, null, null, "hostname", 100, 3))).isEmpty();
        assertThat(found(new HostQuery("", null, null, null, "hostname", -5, -1)))
                .containsExactly("h0");
    }

    @Test
    void a_search_takes_every_character_for_itself() {
        List<String> ids =
                List.of("100%", "1000", "a_b", "axb", "it's", "<b>", "back!slash", "Web1");
        ids.forEach(id -> room.accepted(new HostId(id)));
        for (String id : ids) {
            assertThat(found(query(id, "hostname"))).as(id).containsExactly(id);
        }
        assertThat(found(query("%", "hostname"))).containsExactly("100%");
        assertThat(found(query("_", "hostname"))).containsExactly("a_b");
        assertThat(found(query("WEB", "hostname"))).containsExactly("Web1");
        assertThat(found(query("192.0.2.", "hostname"))).hasSize(ids.size());
        assertThat(found(query("' OR 1=1 --", "hostname"))).isEmpty();
        assertThat(found(query("\u0000", "hostname"))).isEmpty();
    }

    @Test
    void names_are_in_the_same_order_on_every_database() {
        List.of("b", "A", "a-1", "a1", "B", "a_1", "ü", "日")
                .forEach(id -> room.accepted(new HostId(id)));
        assertThat(found(query("", "hostname")))
                .containsExactly("A", "B", "a-1", "a1", "a_1", "b", "ü", "日");
        assertThat(room.keys.list(EVE, null))
                .extracting(h -> h.hostname().value())
                .containsExactly("A", "B", "a-1", "a1", "a_1", "b", "ü", "日");
    }

    @Test
    void hosts_are_sorted_by_status_time_and_system() {
        room.accepted(WEB1);
        room.clock.pass(Duration.ofSeconds(1));
        room.accepted(DB1);
        room.clock.pass(Duration.ofSeconds(1));
        room.shows(WEB2, "x");
        room.grains(WEB1, "{\"os\":\"Ubuntu\"}");
        room.grains(DB1, "{\"os\":\"Debian\"}");
        assertThat(found(query("", "status"))).containsExactly("db1", "web1", "web2");
        assertThat(found(query("", "-lastSeen"))).containsExactly("web2", "db1", "web1");
        assertThat(found(query("", "os"))).containsExactly("db1", "web1", "web2");
        assertThatThrownBy(() -> found(query("", "hostname; DROP TABLE host")))
                .isInstanceOf(Problem.BadInput.class);
    }

    @Test
    void filters_narrow_by_status_connection_and_group() {
        room.accepted(WEB1, WEB2, DB1);
        room.shows(new HostId("new"), "n");
        room.hosts.seen(WEB1, HOME, 3);
        room.clock.pass(Duration.ofSeconds(1));
        room.hosts.seen(DB1, HOME, 3);
        room.hosts.subscribers(Map.of(HOME, 1));
        room.hosts.roll().call();
        room.groups.save(ADA, new Group("web", "", "web*", List.of()), true);
        assertThat(found(HostQuery.accepted())).containsExactly("db1", "web1", "web2");
        assertThat(found(new HostQuery("", null, true, null, "hostname", 0, 9)))
                .containsExactly("db1");
        assertThat(found(new HostQuery("", null, false, null, "hostname", 0, 9)))
                .containsExactly("new", "web1", "web2");
        assertThat(found(new HostQuery("", null, null, "web", "hostname", 0, 9)))
                .containsExactly("web1", "web2");
        assertThat(found(new HostQuery("eb2", null, false, "web", "hostname", 0, 9)))
                .containsExactly("web2");
        assertThatThrownBy(() -> found(new HostQuery("", null, null, "none", "hostname", 0, 9)))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void every_status_is_counted() {
        room.accepted(WEB1, WEB2);
        room.shows(DB1, "d");
        assertThat(room.hosts.counts(EVE))
                .isEqualTo(
                        Map.of(
                                HostStatus.ACCEPTED, 2,
                                HostStatus.WAITING, 1,
                                HostStatus.REJECTED, 0));
    }

    @Test
    void what_was_heard_shows_at_once_and_is_stored_in_batches() {
        room.accepted(WEB1);
        room.clock.pass(Duration.ofMinutes(1));
        room.hosts.seen(WEB1, "198.51.100.9", 3);
        assertThat(room.host(WEB1).lastSeen()).isEqualTo(room.clock.instant());
        assertThat(room.host(WEB1).address()).isEqualTo("198.51.100.9");
        room.restart(); // closing writes the rest
        assertThat(room.host(WEB1).lastSeen()).isEqualTo(room.clock.instant());
        assertThat(room.host(WEB1).address()).isEqualTo("198.51.100.9");
    }

    @Test
    void a_sign_in_with_a_copied_public_key_does_not_move_a_host() {
        room.accepted(WEB1);
        room.hosts.seen(WEB1, "192.0.2.7", 3);
        room.keys.judge(HostRoom.signIn(WEB1, "key-of-web1", 3, "203.0.113.66"));
        room.keys.judge(HostRoom.signIn(WEB1, "key-of-web1", 2, "203.0.113.66"));
        room.hosts.roll().call();
        assertThat(room.host(WEB1).address()).isEqualTo("192.0.2.7");
    }

    @Test
    void grains_are_kept_and_told_only_when_they_change() {
        room.accepted(WEB1);
        room.grains(WEB1, "{\"os\":\"Debian\",\"num\":{\"a\":[1,2.5,null,true]}}");
        room.grains(WEB1, "{\"os\":\"Debian\",\"num\":{\"a\":[1,2.5,null,true]}}");
        room.restart();
        assertThat(room.hosts.grains(EVE, WEB1).toString())
                .isEqualTo("{\"os\":\"Debian\",\"num\":{\"a\":[1,2.5,null,true]}}");
        room.grains(WEB1, "{\"os\":\"Debian\",\"num\":{\"a\":[1,2.5,null,true]}}");
        assertThat(room.published(Tags.HOST)).containsExactly("{\"id\":\"web1\"}");
    }

    @Test
    void whoever_asks_gets_grains_of_its_own() {
        room.accepted(WEB1, WEB2);
        room.grains(WEB1, "{\"a\":{\"b\":[1]}}");
        room.grains(WEB2, "{\"a\":{\"b\":[1]}}");
        ((ObjectNode) room.hosts.grains(EVE, WEB1).get("a")).put("b", "changed");
        assertThat(room.hosts.grains(EVE, WEB1).toString()).isEqualTo("{\"a\":{\"b\":[1]}}");
        assertThat(room.hosts.grains(EVE, WEB2).toString()).isEqualTo("{\"a\":{\"b\":[1]}}");
    }

    @Test
    void grains_with_nul_emoji_and_bytes_are_stored_on_every_database() {
        room.accepted(WEB1);
        var grains = Json.object().put("os", "De\u0000bian<script>").put("e", "😀\ud800");
        grains.put("raw", new byte[] {0, -1});
        room.hosts.recordGrains(WEB1, grains);
        room.restart();
        assertThat(room.hosts.grains(EVE, WEB1).get("os").textValue())
                .isEqualTo("De\u0000bian<script>");
        assertThat(room.hosts.grains(EVE, WEB1).get("raw").textValue()).isEqualTo("AP8=");
    }

    @Test
    void grains_too_large_or_too_deep_are_refused_and_the_old_ones_stay() {
        room.accepted(WEB1);
        room.grains(WEB1, "{\"os\":\"Debian\"}");
        ObjectNode large = Json.object().put("x", "é".repeat(Hosts.MOST_GRAIN_BYTES / 2));
        assertThatThrownBy(() -> room.hosts.recordGrains(WEB1, large))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("1 MiB");
        assertThatThrownBy(() -> room.hosts.recordGrains(WEB1, nested(33)))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("nested");
        room.hosts.recordGrains(WEB2, nested(5));
        assertThat(room.hosts.grains(EVE, WEB1).toString()).isEqualTo("{\"os\":\"Debian\"}");
        assertThat(room.hosts.grains(EVE, WEB2)).isEmpty();
    }

    @Test
    void grains_as_deep_as_allowed_are_stored() {
        room.accepted(WEB1);
        room.hosts.recordGrains(WEB1, nested(32));
        assertThat(room.hosts.grains(EVE, WEB1)).isEqualTo(nested(32));
    }

    private static ObjectNode nested(int levels) {
        ObjectNode tree = Json.object();
        for (int i = 1; i < levels; i++) {
            tree = Json.object().set("k", tree);
        }
        return tree;
    }
}
