package org.saltern.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.saltern.hosts.HostRoom.ADA;
import static org.saltern.hosts.HostRoom.BEN;
import static org.saltern.hosts.HostRoom.DB1;
import static org.saltern.hosts.HostRoom.EVE;
import static org.saltern.hosts.HostRoom.HOME;
import static org.saltern.hosts.HostRoom.OLE;
import static org.saltern.hosts.HostRoom.WEB1;
import static org.saltern.hosts.HostRoom.WEB2;
import static org.saltern.hosts.HostRoom.fingerprint;
import static org.saltern.hosts.HostRoom.pem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.saltern.access.Actor;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Tags;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** What operators decide about keys. ADA and BEN may, OLE and EVE may not. */
@OnEachDatabase
class KeysTest {
    @AutoClose private final HostRoom room;

    KeysTest(TestDatabases kind) {
        room = new HostRoom(kind);
    }

    @Test
    void an_accepted_host_is_known_at_once_with_who_and_when() {
        room.shows(WEB1, "a");
        room.clock.pass(Duration.ofMinutes(5));
        Host host = room.keys.accept(ADA, WEB1, fingerprint("a"));
        assertThat(host.status()).isEqualTo(HostStatus.ACCEPTED);
        assertThat(host.decidedBy()).isEqualTo("ada");
        assertThat(host.decidedAt()).isEqualTo(room.clock.instant());
        assertThat(room.keys.accepted(WEB1)).contains(pem("a"));
        assertThat(room.published(Tags.KEY))
                .containsExactly("{\"result\":true,\"act\":\"accept\",\"id\":\"web1\"}");
        assertThat(room.audited(WEB1)).containsExactly("ada key.accept");
    }

    @Test
    void a_key_swapped_after_the_operator_looked_is_not_accepted() {
        room.shows(WEB1, "a");
        String looked = room.host(WEB1).fingerprint();
        room.keys.delete(BEN, WEB1, looked);
        room.shows(WEB1, "attacker");
        assertThatThrownBy(() -> room.keys.accept(ADA, WEB1, looked))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("changed while you looked");
        assertThat(room.keys.accepted(WEB1)).isEmpty();
        assertThat(room.audited(WEB1)).containsExactly("ben key.delete");
    }

    @Test
    void of_two_operators_who_decide_at_once_one_wins_and_the_other_is_told() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "k" + round;
            room.shows(WEB1, key);
            List<Object> outcomes =
                    atOnce(
                            () -> room.keys.accept(ADA, WEB1, fingerprint(key)),
                            () -> room.keys.accept(BEN, WEB1, fingerprint(key)));
            assertThat(outcomes).filteredOn(Host.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(Problem.Conflict.class::isInstance).hasSize(1);
            room.keys.delete(ADA, WEB1, fingerprint(key));
        }
        assertThat(room.audited(WEB1)).hasSize(20);
    }

    @Test
    void two_nodes_on_one_database_cannot_both_decide() {
        room.shows(WEB1, "a");
        try (var otherHosts = new Hosts(room.db, room.events, room.audit, room.clock)) {
            var other =
                    new Keys(
                            room.db,
                            otherHosts,
                            room.events,
                            room.audit,
                            KeyPolicy.defaults(),
                            room.clock);
            other.reject(BEN, WEB1, fingerprint("a"));
            assertThatThrownBy(() -> room.keys.reject(ADA, WEB1, fingerprint("a")))
                    .isInstanceOf(Problem.Conflict.class);
        }
    }

    @Test
    void ten_minions_that_show_ten_keys_for_one_name_leave_one_waiting_and_nine_claims()
            throws Exception {
        var calls = new ArrayList<Callable<Object>>();
        for (int i = 0; i < 10; i++) {
            String key = "k" + i;
            calls.add(() -> room.shows(WEB1, key));
        }
        List<Object> outcomes = atOnce(calls.toArray(Callable[]::new));
        assertThat(outcomes).filteredOn(KeyVerdict.PEND::equals).hasSize(1);
        assertThat(outcomes).filteredOn(KeyVerdict.DENIED::equals).hasSize(9);
        assertThat(room.keys.claims(EVE)).hasSize(9);
    }

    @SafeVarargs
    private static List<Object> atOnce(Callable<Object>... calls) throws Exception {
        var start = new CyclicBarrier(calls.length);
        try (var threads = Executors.newFixedThreadPool(calls.length)) {
            var futures = new ArrayList<Future<Object>>();
            for (Callable<Object> call : calls) {
                futures.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    try {
                                        return call.call();
                                    } catch (Problem problem) {
                                        return problem;
                                    }
                                }));
            }
            var outcomes = new ArrayList<Object>();
            for (Future<Object> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        }
    }

    @Test
    void without_its_audit_line_a_key_is_not_accepted() {
        room.shows(WEB1, "a");
        room.db.jdbi().useHandle(h -> h.execute("ALTER TABLE audit RENAME TO audit_away"));
        assertThatThrownBy(() -> room.keys.accept(ADA, WEB1, fingerprint("a")))
                .isInstanceOf(RuntimeException.class);
        assertThat(room.keys.accepted(WEB1)).isEmpty();
        assertThat(room.host(WEB1).status()).isEqualTo(HostStatus.WAITING);
    }

    @Test
    void a_rejected_key_can_be_accepted_after_all() {
        room.shows(WEB1, "a");
        room.keys.reject(ADA, WEB1, fingerprint("a"));
        room.keys.accept(BEN, WEB1, fingerprint("a"));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.ACCEPT);
    }

    @Test
    void nothing_of_an_accepted_host_outlives_its_rejection() {
        haveAll(WEB1.value());
        room.keys.reject(ADA, WEB1, fingerprint("key-of-web1"));
        assertThat(room.keys.accepted(WEB1)).isEmpty();
        assertNothingCached();
    }

    @Test
    void who_takes_a_deleted_name_inherits_nothing() {
        haveAll(WEB1.value());
        room.groups.save(ADA, new Group("web", "", "", List.of(WEB1)), true);
        room.keys.delete(ADA, WEB1, fingerprint("key-of-web1"));
        assertThat(room.keys.accepted(WEB1)).isEmpty();
        assertThat(room.groups.find(EVE, "web").orElseThrow().members()).isEmpty();
        assertThat(room.shows(WEB1, "new owner")).isEqualTo(KeyVerdict.PEND);
        room.keys.accept(ADA, WEB1, fingerprint("new owner"));
        assertNothingCached();
        room.restart();
        assertNothingCached();
        assertThat(room.groups.find(EVE, "web").orElseThrow().members()).isEmpty();
    }

    private void haveAll(String id) {
        room.accepted(WEB1, WEB2);
        room.grains(WEB1, "{\"os\":\"Debian\"}");
        room.mine.update(WEB1, Json.object().put("secret", id), false);
        room.hosts.seen(WEB1, HOME, 3);
        room.hosts.subscribers(Map.of(HOME, 2));
        room.hosts.roll().call();
        assertThat(room.hosts.connected()).contains(WEB1);
    }

    private void assertNothingCached() {
        assertThat(room.hosts.connected()).doesNotContain(WEB1);
        assertThat(room.hosts.grains(EVE, WEB1)).isEmpty();
        assertThat(room.mine.functions(WEB1)).isEmpty();
        assertThat(room.mine.get(WEB2, Target.glob("*"), "secret")).isEmpty();
        assertThat(room.targets.resolveStrictly(Target.of("os:Debian", TargetType.GRAIN)).matched())
                .isEmpty();
    }

    @Test
    void late_messages_of_a_deleted_host_bring_nothing_back() {
        room.accepted(WEB1);
        room.keys.delete(ADA, WEB1, fingerprint("key-of-web1"));
        room.hosts.seen(WEB1, HOME, 3);
        room.grains(WEB1, "{\"os\":\"Debian\"}");
        room.hosts.subscribers(Map.of(HOME, 1));
        room.hosts.roll().call();
        assertThatThrownBy(() -> room.mine.update(WEB1, Json.object().put("f", 1), false))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(room.hosts.connected()).isEmpty();
        assertThat(room.hosts.grains(EVE, WEB1)).isEmpty();
        assertThat(room.hosts.find(EVE, WEB1)).isEmpty();
    }

    @Test
    void a_claimed_key_takes_the_place_of_the_old_one_and_of_no_other_claim() {
        haveAll("x");
        room.shows(WEB1, "reinstalled");
        room.shows(WEB1, "attacker");
        Host host = room.keys.replace(ADA, WEB1, fingerprint("reinstalled"));
        assertThat(host.status()).isEqualTo(HostStatus.ACCEPTED);
        assertThat(room.shows(WEB1, "reinstalled")).isEqualTo(KeyVerdict.ACCEPT);
        assertThat(room.shows(WEB1, "key-of-web1")).isEqualTo(KeyVerdict.DENIED);
        assertThat(room.keys.claims(EVE))
                .extracting(KeyClaim::fingerprint)
                .contains(fingerprint("attacker"))
                .doesNotContain(fingerprint("reinstalled"));
        assertNothingCached();
        assertThat(room.published(Tags.KEY))
                .endsWith(
                        "{\"result\":true,\"act\":\"delete\",\"id\":\"web1\"}",
                        "{\"result\":true,\"act\":\"accept\",\"id\":\"web1\"}");
    }

    @Test
    void a_claim_in_place_of_a_waiting_key_waits_itself() {
        room.shows(WEB1, "a");
        room.shows(WEB1, "b");
        assertThat(room.keys.replace(ADA, WEB1, fingerprint("b")).status())
                .isEqualTo(HostStatus.WAITING);
        assertThat(room.keys.accepted(WEB1)).isEmpty();
    }

    @Test
    void a_dismissed_claim_is_gone_and_can_be_dismissed_once() {
        room.accepted(WEB1);
        room.shows(WEB1, "b");
        room.keys.dismiss(ADA, WEB1, fingerprint("b"));
        assertThat(room.keys.claims(EVE)).isEmpty();
        assertThatThrownBy(() -> room.keys.dismiss(BEN, WEB1, fingerprint("b")))
                .isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> room.keys.replace(BEN, WEB1, fingerprint("b")))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_key_that_nobody_showed_is_not_found() {
        assertThatThrownBy(() -> room.keys.accept(ADA, WEB1, fingerprint("a")))
                .isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> room.keys.delete(ADA, WEB1, fingerprint("a")))
                .isInstanceOf(Problem.NotFound.class);
        assertThatThrownBy(() -> room.keys.endLegacy(ADA, WEB1))
                .isInstanceOf(Problem.NotFound.class);
    }

    @TestFactory
    Stream<DynamicTest> who_lacks_the_permission_changes_nothing() {
        room.shows(WEB1, "a");
        String seen = fingerprint("a");
        Map<String, Consumer<Actor>> actions =
                Map.of(
                        "accept", actor -> room.keys.accept(actor, WEB1, seen),
                        "reject", actor -> room.keys.reject(actor, WEB1, seen),
                        "delete", actor -> room.keys.delete(actor, WEB1, seen),
                        "replace", actor -> room.keys.replace(actor, WEB1, seen),
                        "dismiss", actor -> room.keys.dismiss(actor, WEB1, seen),
                        "admit",
                                actor ->
                                        room.keys.admitLegacy(actor, WEB1, "r", Duration.ofDays(1)),
                        "end", actor -> room.keys.endLegacy(actor, WEB1));
        return actions.entrySet().stream()
                .flatMap(
                        action ->
                                Stream.of(OLE, EVE)
                                        .map(
                                                actor ->
                                                        DynamicTest.dynamicTest(
                                                                actor.name()
                                                                        + " "
                                                                        + action.getKey(),
                                                                () -> {
                                                                    assertThatThrownBy(
                                                                                    () ->
                                                                                            action.getValue()
                                                                                                    .accept(
                                                                                                            actor))
                                                                            .isInstanceOf(
                                                                                    Problem
                                                                                            .Forbidden
                                                                                            .class);
                                                                    assertThat(
                                                                                    room.host(WEB1)
                                                                                            .status())
                                                                            .isEqualTo(
                                                                                    HostStatus
                                                                                            .WAITING);
                                                                })));
    }

    @Test
    void a_legacy_minion_needs_a_reason_and_an_end() {
        room.accepted(WEB1);
        for (String reason : List.of("", " ", "two\nlines", "x".repeat(1001))) {
            assertThatThrownBy(() -> room.keys.admitLegacy(ADA, WEB1, reason, Duration.ofDays(1)))
                    .isInstanceOf(Problem.BadInput.class);
        }
        for (Duration time : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(367))) {
            assertThatThrownBy(() -> room.keys.admitLegacy(ADA, WEB1, "why", time))
                    .isInstanceOf(Problem.BadInput.class);
        }
        assertThat(room.keys.isLegacyAdmitted(WEB1)).isFalse();
    }

    @Test
    void an_admission_is_audited_with_its_reason_and_can_be_ended() {
        room.accepted(WEB1);
        Host host = room.keys.admitLegacy(ADA, WEB1, "Debian 10", Duration.ofDays(1));
        assertThat(host.legacyUntil()).isEqualTo(room.clock.instant().plus(Duration.ofDays(1)));
        assertThat(room.audit.about(EVE, "web1", 1).get(0).detail()).contains("Debian 10");
        assertThat(room.keys.endLegacy(BEN, WEB1).legacyUntil()).isNull();
        assertThat(room.keys.isLegacyAdmitted(WEB1)).isFalse();
        assertThat(room.published(Tags.HOST)).hasSize(2);
    }

    @Test
    void rejecting_ends_an_admission_for_good() {
        room.accepted(WEB1);
        room.keys.admitLegacy(ADA, WEB1, "Debian 10", Duration.ofDays(1));
        room.keys.reject(ADA, WEB1, fingerprint("key-of-web1"));
        room.keys.accept(ADA, WEB1, fingerprint("key-of-web1"));
        assertThat(room.keys.isLegacyAdmitted(WEB1)).isFalse();
        assertThat(room.host(WEB1).legacyUntil()).isNull();
    }

    @Test
    void decisions_outlive_a_restart() {
        room.accepted(WEB1);
        room.shows(WEB2, "b");
        room.shows(DB1, "c");
        room.keys.reject(ADA, DB1, fingerprint("c"));
        room.restart();
        assertThat(room.keys.list(EVE, null))
                .extracting(host -> host.hostname() + " " + host.status())
                .containsExactly("db1 REJECTED", "web1 ACCEPTED", "web2 WAITING");
        assertThat(room.keys.accepted(WEB1)).contains(pem("key-of-web1"));
        assertThat(room.shows(DB1, "c")).isEqualTo(KeyVerdict.REJECT);
        assertThat(room.keys.list(EVE, HostStatus.WAITING)).hasSize(1);
    }
}
