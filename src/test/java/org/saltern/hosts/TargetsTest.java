package org.saltern.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.hosts.HostRoom.ADA;
import static org.saltern.hosts.HostRoom.DB1;
import static org.saltern.hosts.HostRoom.EVE;
import static org.saltern.hosts.HostRoom.OLE;
import static org.saltern.hosts.HostRoom.WEB1;
import static org.saltern.hosts.HostRoom.WEB2;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.events.Tags;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;
import org.saltern.targets.Ranges;

/** Targets and groups on three hosts: web1 (Debian), db1 (RedHat) and web2, whose grains are unknown. */
@OnEachDatabase
class TargetsTest {
    @AutoClose private final HostRoom room;

    TargetsTest(TestDatabases kind) {
        room = new HostRoom(kind);
        room.accepted(WEB1, WEB2, DB1);
        room.grains(
                WEB1, "{\"os\":\"Debian\",\"ipv4\":[\"192.0.2.7\"],\"ipv6\":[\"2001:db8::7\"]}");
        room.grains(DB1, "{\"os\":\"RedHat\",\"ipv4\":[\"192.0.2.8\"]}");
        room.shows(new HostId("web3"), "waiting");
    }

    private static Target target(String type, String text) {
        return Target.of(text, TargetType.of(type));
    }

    private Group save(String name, String rule, HostId... members) {
        return room.groups.save(OLE, new Group(name, "", rule, List.of(members)), false);
    }

    @TestFactory
    Stream<DynamicTest> each_type_finds_accepted_hosts_only() {
        return Stream.of(
                        List.of("glob", "*", "db1 web1 web2"),
                        List.of("glob", "web?", "web1 web2"),
                        List.of("pcre", "web[13]", "web1"),
                        List.of("list", "web1, web3,nosuch", "web1"),
                        List.of("ipcidr", "192.0.2.0/24", "db1 web1 web2?"),
                        List.of("ipcidr", "2001:db8::/32", "web1 web2?"),
                        List.of("grain", "os:deb*", "web1 web2?"),
                        List.of("grain_pcre", "os:(Red|Cent)", "db1 web2?"),
                        List.of("pillar", "tier:prod", ""),
                        List.of("pillar_pcre", "tier:.*", ""),
                        List.of("pillar_exact", "tier:prod", ""),
                        List.of("compound", "web* and not I@tier:prod", "web1 web2"),
                        List.of("compound", "web* and G@os:Debian", "web1 web2?"),
                        List.of("compound", "not G@os:Debian", "db1 web2?"),
                        List.of("compound", "web* and not L@web2", "web1"),
                        List.of("compound", "I@tier:prod and db*", ""),
                        List.of("compound", "J@tier:.* or db*", "db1"))
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row.get(0) + " " + row.get(1),
                                        () -> resolves(row.get(0), row.get(1), row.get(2))));
    }

    private void resolves(String type, String text, String hosts) {
        List<String> expected = hosts.isEmpty() ? List.of() : List.of(hosts.split(" "));
        var resolved = room.targets.resolve(target(type, text));
        assertThat(
                        resolved.matched().stream()
                                .map(id -> id + (resolved.uncertain().contains(id) ? "?" : "")))
                .containsExactlyElementsOf(expected);
        assertThat(
                        room.targets.resolveStrictly(target(type, text)).matched().stream()
                                .map(HostId::value))
                .containsExactlyElementsOf(
                        expected.stream().filter(id -> !id.endsWith("?")).toList());
    }

    @Test
    void a_list_says_which_names_are_no_accepted_hosts() {
        assertThat(room.targets.resolve(target("list", "web1,web3,<b>,../x")).missing())
                .containsExactly("web3", "<b>", "../x");
    }

    @Test
    void a_range_without_a_server_is_refused_naming_the_setting() {
        assertThatThrownBy(() -> room.targets.resolve(target("range", "%web")))
                .isInstanceOf(Problem.BadInput.class)
                .extracting(e -> ((Problem) e).where())
                .isEqualTo("range_server");
    }

    @Test
    void a_range_finds_the_accepted_hosts_it_names_also_inside_compounds_and_groups() {
        Ranges ranges = range -> range.equals("%web") ? Set.of("web1", "web3", "<b>") : Set.of();
        var targets = new Targets(room.hosts, ranges);
        assertThat(targets.resolve(target("range", "%web")).matched()).containsExactly(WEB1);
        assertThat(targets.resolve(target("range", "%web")).missing()).isEmpty();
        assertThat(targets.resolve(target("range", "%none")).matched()).isEmpty();
        assertThat(targets.resolve(target("compound", "not R@%web")).matched())
                .containsExactly(DB1, WEB2);
        var groups = new Groups(room.db, room.hosts, room.events, room.audit, room.clock, ranges);
        groups.save(OLE, new Group("front", "", "R@%web or db1", List.of()), true);
        assertThat(targets.resolve(Target.group("front")).matched()).containsExactly(DB1, WEB1);
        assertThat(groups.hosts(EVE)).isEqualTo(Map.of("front", List.of(DB1, WEB1)));
        assertThat(targets.published(Target.of("%none", TargetType.RANGE)).expression())
                .isEqualTo("L@,");
    }

    @Test
    void a_group_is_saved_though_its_range_cannot_be_looked_up_now() {
        Ranges away =
                range -> {
                    throw new Problem.Unavailable("away", "range_server", "");
                };
        var groups = new Groups(room.db, room.hosts, room.events, room.audit, room.clock, away);
        groups.save(OLE, new Group("front", "", "R@%web", List.of()), true);
        assertThat(groups.hosts(EVE)).isEqualTo(Map.of("front", List.of()));
    }

    @Test
    void a_saved_group_is_a_target_at_once() {
        save("g", "G@os:RedHat", WEB1);
        assertThat(room.targets.resolveStrictly(Target.group("g")).matched())
                .containsExactly(DB1, WEB1);
        assertThat(room.targets.resolveStrictly(target("compound", "N@g and web*")).matched())
                .containsExactly(WEB1);
        assertThat(room.groups.hosts(EVE)).isEqualTo(Map.of("g", List.of(DB1, WEB1)));
        assertThat(room.published(Tags.GROUP)).containsExactly("{\"name\":\"g\"}");
        room.restart();
        assertThat(room.groups.list(EVE))
                .containsExactly(new Group("g", "", "G@os:RedHat", List.of(WEB1)));
        save("g", "", WEB2);
        assertThat(room.targets.resolve(Target.group("g")).matched()).containsExactly(WEB2);
    }

    @Test
    void groups_are_written_out_for_minions_and_nothing_else_is() {
        save("g", "G@os:RedHat", WEB1);
        assertThat(room.targets.published(Target.group("g")))
                .isEqualTo(target("compound", "( L@web1 or G@os:RedHat )"));
        assertThat(room.targets.published(target("compound", "web* and not N@g")))
                .isEqualTo(target("compound", "( web* and ( not ( L@web1 or G@os:RedHat ) ) )"));
        assertThat(room.targets.published(target("grain", "os:*")))
                .isEqualTo(target("grain", "os:*"));
    }

    @Test
    void a_group_without_members_or_rule_means_nobody_also_on_the_wire() {
        save("none", "");
        assertThat(room.targets.resolve(Target.group("none")).matched()).isEmpty();
        Target published = room.targets.published(Target.group("none"));
        assertThat(room.targets.resolve(published).matched()).isEmpty();
    }

    @Test
    void a_group_that_would_contain_itself_is_refused() {
        save("a", "web*");
        save("b", "N@a");
        assertThatThrownBy(() -> save("a", "N@b"))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("part of itself");
        assertThatThrownBy(() -> save("c", "N@c")).isInstanceOf(Problem.BadInput.class);
        assertThat(room.groups.find(EVE, "a").orElseThrow().rule()).isEqualTo("web*");
        assertThat(room.groups.find(EVE, "c")).isEmpty();
    }

    @Test
    void a_group_in_use_by_another_stays() {
        save("a", "web*");
        save("b", "N@a or db*");
        assertThatThrownBy(() -> room.groups.delete(OLE, "a"))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("b");
        room.groups.delete(OLE, "b");
        room.groups.delete(OLE, "a");
        assertThat(room.groups.list(EVE)).isEmpty();
        assertThatThrownBy(() -> room.groups.delete(OLE, "a")).isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> room.targets.resolve(Target.group("a")))
                .isInstanceOf(Problem.NotFound.class);
    }

    @TestFactory
    Stream<DynamicTest> a_group_that_makes_no_sense_is_refused() {
        return Stream.of(
                        new Group("", "", "", List.of()),
                        new Group("a b", "", "", List.of()),
                        new Group("<script>", "", "", List.of()),
                        new Group("x".repeat(65), "", "", List.of()),
                        new Group("g", "\u0000", "", List.of()),
                        new Group("g", "x".repeat(1001), "", List.of()),
                        new Group("g", "", "web* and", List.of()),
                        new Group("g", "", "N@nosuch", List.of()),
                        new Group("g", "", "E@(", List.of()),
                        new Group("g", "", "", List.of(new HostId("nosuch"))))
                .map(
                        group ->
                                DynamicTest.dynamicTest(
                                        group.toString(),
                                        () -> {
                                            assertThatThrownBy(
                                                            () ->
                                                                    room.groups.save(
                                                                            OLE, group, true))
                                                    .isInstanceOf(Problem.BadInput.class);
                                            assertThat(room.groups.list(EVE)).isEmpty();
                                        }));
    }

    @Test
    void a_new_group_does_not_take_an_old_ones_name() {
        save("g", "web*");
        assertThatThrownBy(() -> room.groups.save(OLE, new Group("g", "", "*", List.of()), true))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(room.groups.find(EVE, "g").orElseThrow().rule()).isEqualTo("web*");
    }

    @Test
    void a_viewer_changes_no_group() {
        assertThatThrownBy(() -> room.groups.save(EVE, new Group("g", "", "*", List.of()), true))
                .isInstanceOf(Problem.Forbidden.class);
        assertThatThrownBy(() -> room.groups.delete(EVE, "g"))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(room.groups.list(ADA)).isEmpty();
    }

    @Test
    void group_changes_are_audited() {
        save("g", "web*");
        save("g", "db*");
        room.groups.delete(OLE, "g");
        assertThat(room.audit.about(ADA, "g", 10))
                .extracting(line -> line.actor() + " " + line.action())
                .containsExactly("ole group.delete", "ole group.change", "ole group.make");
    }

    @Test
    void a_hostile_regular_expression_ends_in_a_problem() {
        var longName = new HostId("a".repeat(200));
        room.accepted(longName);
        assertThatThrownBy(() -> room.targets.resolve(target("pcre", "(a|a)*b")))
                .isInstanceOf(Problem.BadInput.class);
    }
}
