package org.saltern.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.hosts.HostRoom.ADA;
import static org.saltern.hosts.HostRoom.BEN;
import static org.saltern.hosts.HostRoom.EVE;
import static org.saltern.hosts.HostRoom.HOME;
import static org.saltern.hosts.HostRoom.WEB1;
import static org.saltern.hosts.HostRoom.WEB2;
import static org.saltern.hosts.HostRoom.fingerprint;
import static org.saltern.hosts.HostRoom.pem;
import static org.saltern.hosts.HostRoom.signIn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.events.Tags;
import org.saltern.hosts.KeyPolicy.Autosigning;
import org.saltern.hosts.KeyPolicy.Limits;
import org.saltern.store.OnEachDatabase;
import org.saltern.store.TestDatabases;

/** What a minion is told when it signs in: every situation of the protocol's table, and the limits. */
@OnEachDatabase
class SignInTest {
    @AutoClose private final HostRoom room;
    @TempDir Path folder;

    SignInTest(TestDatabases kind) {
        room = new HostRoom(kind);
    }

    private static String auth(boolean result, String act, String id, String key) {
        var data = Json.object().put("result", result).put("act", act).put("id", id);
        return Json.text(data.put("pub", pem(key)));
    }

    private void with(Autosigning rules) {
        room.restart(KeyPolicy.defaults().with(rules));
    }

    private Path file(String name, String... lines) throws IOException {
        Path file = Files.write(folder.resolve(name), List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    private Autosigning accepting(Path file) {
        return new Autosigning(false, file, null, null, null, Duration.ofHours(2), false);
    }

    private Autosigning rejecting(Path file) {
        return new Autosigning(true, null, file, null, null, Duration.ofHours(2), false);
    }

    // The table, from top to bottom.

    @Test
    void an_id_that_is_not_permitted_is_rejected_and_leaves_no_trace() {
        assertThat(room.shows(new HostId("web 1"), "a")).isEqualTo(KeyVerdict.REJECT);
        assertThat(room.keys.list(ADA, null)).isEmpty();
        assertThat(room.published(Tags.AUTH)).isEmpty();
    }

    @Test
    void beyond_max_minions_an_unconnected_host_is_told_that_it_is_full() {
        room.accepted(WEB1, WEB2);
        room.hosts.seen(WEB1, "192.0.2.7", 3);
        room.hosts.seen(WEB2, "192.0.2.8", 3);
        room.hosts.subscribers(Map.of("192.0.2.7", 1, "192.0.2.8", 1));
        room.hosts.roll().call();
        room.judgeBy(KeyPolicy.defaults().withMaxMinions(1));
        assertThat(room.shows(new HostId("web3"), "c")).isEqualTo(KeyVerdict.FULL);
        assertThat(room.shows(WEB1, "key-of-web1")).isEqualTo(KeyVerdict.ACCEPT);
        assertThat(room.published(Tags.AUTH)).contains(auth(false, "full", "web3", "c"));
    }

    @Test
    void a_rejected_key_is_rejected_again() {
        room.shows(WEB1, "a");
        room.keys.reject(ADA, WEB1, fingerprint("a"));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.REJECT);
        assertThat(room.published(Tags.AUTH)).last().isEqualTo(auth(false, "reject", "web1", "a"));
    }

    @Test
    void another_key_for_an_accepted_host_is_denied_and_kept_as_a_claim() {
        room.accepted(WEB1);
        assertThat(room.shows(WEB1, "other")).isEqualTo(KeyVerdict.DENIED);
        assertThat(room.keys.accepted(WEB1)).contains(pem("key-of-web1"));
        assertThat(room.keys.claims(EVE))
                .extracting(KeyClaim::fingerprint)
                .containsExactly(fingerprint("other"));
        assertThat(room.published(Tags.AUTH))
                .last()
                .isEqualTo(auth(false, "denied", "web1", "other"));
    }

    @Test
    void an_unknown_key_on_the_reject_list_is_rejected_though_all_are_accepted()
            throws IOException {
        with(rejecting(file("reject", "# old machines", "web*")));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.REJECT);
        assertThat(room.host(WEB1).status()).isEqualTo(HostStatus.REJECTED);
        assertThat(room.published(Tags.AUTH)).containsExactly(auth(false, "reject", "web1", "a"));
    }

    @Test
    void an_unknown_key_waits() {
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.PEND);
        assertThat(room.host(WEB1).status()).isEqualTo(HostStatus.WAITING);
        assertThat(room.keys.accepted(WEB1)).isEmpty();
        assertThat(room.published(Tags.AUTH)).containsExactly(auth(true, "pend", "web1", "a"));
    }

    @Test
    void an_unknown_key_is_accepted_where_all_are() {
        with(new Autosigning(true, null, null, null, null, Duration.ofHours(2), false));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.ACCEPT);
        assertThat(room.keys.accepted(WEB1)).contains(pem("a"));
        assertThat(room.published(Tags.AUTH)).containsExactly(auth(true, "accept", "web1", "a"));
        assertThat(room.audited(WEB1)).containsExactly("saltern key.accept");
    }

    @Test
    void a_waiting_key_that_comes_onto_the_reject_list_is_rejected() throws IOException {
        room.shows(WEB1, "a");
        with(rejecting(file("reject", "web1")));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.REJECT);
        assertThat(room.host(WEB1).status()).isEqualTo(HostStatus.REJECTED);
    }

    @Test
    void another_key_for_a_waiting_host_is_denied_and_the_first_still_waits() {
        room.shows(WEB1, "a");
        assertThat(room.shows(WEB1, "b")).isEqualTo(KeyVerdict.DENIED);
        assertThat(room.host(WEB1).fingerprint()).isEqualTo(fingerprint("a"));
        assertThat(room.keys.claims(EVE)).hasSize(1);
    }

    @Test
    void a_waiting_key_that_is_shown_again_still_waits() {
        room.shows(WEB1, "a");
        room.clock.pass(Duration.ofSeconds(10));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.PEND);
        assertThat(room.host(WEB1).lastSeen()).isEqualTo(room.clock.instant());
    }

    @Test
    void a_waiting_key_that_comes_onto_the_accept_list_is_accepted() throws IOException {
        room.shows(WEB1, "a");
        var first = room.clock.instant();
        room.clock.pass(Duration.ofSeconds(10));
        with(accepting(file("accept", "web[0-9]")));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.ACCEPT);
        assertThat(room.host(WEB1).status()).isEqualTo(HostStatus.ACCEPTED);
        assertThat(room.host(WEB1).firstSeen()).isEqualTo(first);
    }

    @Test
    void an_accepted_key_is_accepted_again_however_its_lines_end() {
        room.accepted(WEB1);
        String windows = pem("key-of-web1").replace("\n", "\r\n") + "\r\n";
        assertThat(room.keys.judge(new SignIn(WEB1, windows, 3, HOME, Json.object())))
                .isEqualTo(KeyVerdict.ACCEPT);
    }

    @Test
    void in_open_mode_any_key_takes_the_place_of_the_stored_one() {
        room.accepted(WEB1);
        room.grains(WEB1, "{\"secret\":1}");
        room.restart(KeyPolicy.defaults().withOpenMode());
        assertThat(room.shows(WEB1, "other")).isEqualTo(KeyVerdict.ACCEPT);
        assertThat(room.keys.accepted(WEB1)).contains(pem("other"));
        assertThat(room.hosts.grains(EVE, WEB1)).isEmpty();
        assertThat(room.audited(WEB1)).contains("saltern key.accept");
    }

    @Test
    void in_open_mode_an_empty_key_is_still_rejected() {
        room.restart(KeyPolicy.defaults().withOpenMode());
        assertThat(room.keys.judge(new SignIn(WEB1, "", 3, HOME, Json.object())))
                .isEqualTo(KeyVerdict.REJECT);
    }

    // Old protocols.

    @Test
    void a_minion_of_protocol_2_shows_up_as_a_waiting_key_and_is_told_nothing() {
        assertThat(room.keys.judge(signIn(WEB1, "a", 2, HOME))).isEqualTo(KeyVerdict.OLD_PROTOCOL);
        assertThat(room.host(WEB1).status()).isEqualTo(HostStatus.WAITING);
        assertThat(room.host(WEB1).protocol()).isEqualTo(2);
    }

    @Test
    void an_accepted_key_alone_does_not_let_protocol_2_in() {
        room.keys.judge(signIn(WEB1, "a", 2, HOME));
        room.keys.accept(ADA, WEB1, fingerprint("a"));
        assertThat(room.keys.judge(signIn(WEB1, "a", 2, HOME))).isEqualTo(KeyVerdict.OLD_PROTOCOL);
        assertThat(room.keys.isLegacyAdmitted(WEB1)).isFalse();
    }

    @Test
    void no_list_accepts_a_minion_of_protocol_2() {
        with(new Autosigning(true, null, null, null, null, Duration.ofHours(2), false));
        assertThat(room.keys.judge(signIn(WEB1, "a", 2, HOME))).isEqualTo(KeyVerdict.OLD_PROTOCOL);
        assertThat(room.host(WEB1).status()).isEqualTo(HostStatus.WAITING);
    }

    @Test
    void an_admitted_legacy_minion_waits_and_is_accepted_as_any_other_until_its_time_is_over() {
        room.keys.judge(signIn(WEB1, "a", 2, HOME));
        room.keys.admitLegacy(ADA, WEB1, "Debian 10 until May", Duration.ofDays(30));
        assertThat(room.keys.judge(signIn(WEB1, "a", 2, HOME))).isEqualTo(KeyVerdict.PEND);
        room.keys.accept(ADA, WEB1, fingerprint("a"));
        assertThat(room.keys.judge(signIn(WEB1, "a", 2, HOME))).isEqualTo(KeyVerdict.ACCEPT);
        assertThat(room.keys.isLegacyAdmitted(WEB1)).isTrue();
        room.clock.pass(Duration.ofDays(30));
        assertThat(room.keys.isLegacyAdmitted(WEB1)).isFalse();
        assertThat(room.keys.judge(signIn(WEB1, "a", 2, HOME))).isEqualTo(KeyVerdict.OLD_PROTOCOL);
    }

    @Test
    void a_legacy_minion_that_was_upgraded_may_not_go_back() {
        room.accepted(WEB1);
        room.keys.admitLegacy(ADA, WEB1, "old", Duration.ofDays(30));
        room.hosts.seen(WEB1, HOME, 3);
        room.hosts.roll().call();
        assertThat(room.keys.isLegacyAdmitted(WEB1)).isFalse();
        assertThat(room.host(WEB1).legacyUntil()).isNull();
        assertThat(room.audited(WEB1)).first().isEqualTo("saltern key.legacy.end");
    }

    @Test
    void a_sign_in_alone_proves_nothing_and_ends_no_permission() {
        room.accepted(WEB1);
        room.keys.admitLegacy(ADA, WEB1, "old", Duration.ofDays(30));
        room.shows(WEB1, "key-of-web1");
        room.hosts.roll().call();
        assertThat(room.keys.isLegacyAdmitted(WEB1)).isTrue();
    }

    @Test
    void a_minimum_of_2_lets_every_accepted_key_speak_it() {
        room.restart(KeyPolicy.defaults().withMinimumProtocol(2));
        assertThat(room.keys.judge(signIn(WEB1, "a", 2, HOME))).isEqualTo(KeyVerdict.PEND);
        room.keys.accept(ADA, WEB1, fingerprint("a"));
        assertThat(room.keys.isLegacyAdmitted(WEB1)).isTrue();
        assertThat(room.keys.isLegacyAdmitted(WEB2)).isFalse();
    }

    // Lists of ids, stubs and grains.

    @Test
    void a_list_that_others_may_write_decides_nothing() throws IOException {
        Path open = file("accept", "*");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-r--"));
        with(accepting(open));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.PEND);
    }

    @Test
    void a_changed_list_is_read_again() throws IOException {
        Path list = file("accept", "db*");
        with(accepting(list));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.PEND);
        file("accept", "db*", "web\\d");
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.ACCEPT);
    }

    @Test
    void a_regular_expression_in_a_list_must_fit_the_whole_id() throws IOException {
        with(accepting(file("accept", "web", "[", "#*")));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.PEND);
    }

    @Test
    void a_stub_accepts_one_key_once() throws IOException {
        file("web1");
        with(new Autosigning(false, null, null, null, folder, Duration.ofHours(2), false));
        Files.setLastModifiedTime(folder.resolve("web1"), FileTime.from(room.clock.instant()));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.ACCEPT);
        assertThat(folder.resolve("web1")).doesNotExist();
        room.keys.delete(ADA, WEB1, fingerprint("a"));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.PEND);
    }

    @Test
    void a_stub_too_old_accepts_nothing_and_is_removed() throws IOException {
        file("web1");
        with(new Autosigning(false, null, null, null, folder, Duration.ofHours(2), false));
        Files.setLastModifiedTime(
                folder.resolve("web1"), FileTime.from(room.clock.instant().minusSeconds(7201)));
        assertThat(room.shows(WEB1, "a")).isEqualTo(KeyVerdict.PEND);
        assertThat(folder.resolve("web1")).doesNotExist();
    }

    @Test
    void a_grain_with_a_listed_value_accepts() throws IOException {
        file("uuid", "# one a line", "1234", "5678");
        with(new Autosigning(false, null, null, folder, null, Duration.ofHours(2), false));
        var wrong = new SignIn(WEB1, pem("a"), 3, HOME, Json.object().put("uuid", "12"));
        var right = new SignIn(WEB1, pem("a"), 3, HOME, Json.object().put("uuid", "5678"));
        assertThat(room.keys.judge(wrong)).isEqualTo(KeyVerdict.PEND);
        assertThat(room.keys.judge(right)).isEqualTo(KeyVerdict.ACCEPT);
    }

    // Limits.

    @Test
    void no_more_keys_wait_than_may_and_none_is_pushed_out() {
        room.restart(KeyPolicy.defaults().with(new Limits(3, 2, Duration.ofDays(14), 10)));
        assertThat(room.keys.judge(signIn(new HostId("a1"), "1", 3, HOME)))
                .isEqualTo(KeyVerdict.PEND);
        assertThat(room.keys.judge(signIn(new HostId("a2"), "2", 3, HOME)))
                .isEqualTo(KeyVerdict.PEND);
        assertThat(room.keys.judge(signIn(new HostId("a3"), "3", 3, HOME)))
                .isEqualTo(KeyVerdict.FULL);
        assertThat(room.keys.judge(signIn(new HostId("b1"), "4", 3, "192.0.2.2")))
                .isEqualTo(KeyVerdict.PEND);
        assertThat(room.keys.judge(signIn(new HostId("c1"), "5", 3, "192.0.2.3")))
                .isEqualTo(KeyVerdict.FULL);
        assertThat(room.keys.list(EVE, HostStatus.WAITING)).hasSize(3);
        assertThat(room.keys.judge(signIn(new HostId("a1"), "1", 3, HOME)))
                .isEqualTo(KeyVerdict.PEND);
    }

    @Test
    void a_decision_makes_room_for_another_waiting_key() {
        room.restart(KeyPolicy.defaults().with(new Limits(1, 1, Duration.ofDays(14), 10)));
        room.shows(WEB1, "a");
        assertThat(room.shows(WEB2, "b")).isEqualTo(KeyVerdict.FULL);
        room.keys.accept(ADA, WEB1, fingerprint("a"));
        assertThat(room.shows(WEB2, "b")).isEqualTo(KeyVerdict.PEND);
    }

    @Test
    void the_caps_hold_after_a_restart_too() {
        var policy = KeyPolicy.defaults().with(new Limits(1, 1, Duration.ofDays(14), 10));
        room.shows(WEB1, "a");
        room.restart(policy);
        assertThat(room.shows(WEB2, "b")).isEqualTo(KeyVerdict.FULL);
    }

    @Test
    void a_flood_over_the_cap_is_told_once_a_minute() {
        room.restart(KeyPolicy.defaults().with(new Limits(0, 0, Duration.ofDays(14), 10)));
        IntStream.range(0, 20).forEach(i -> room.shows(new HostId("flood" + i), "k"));
        room.clock.pass(Duration.ofSeconds(60));
        room.shows(WEB1, "k");
        assertThat(room.published(Tags.AUTH)).hasSize(2);
    }

    @Test
    void a_waiting_key_not_shown_for_two_weeks_is_forgotten() {
        room.shows(WEB1, "a");
        room.clock.pass(Duration.ofDays(15));
        room.shows(WEB2, "b");
        assertThat(room.keys.list(EVE, null)).extracting(Host::hostname).containsExactly(WEB2);
        assertThat(room.audited(WEB1)).containsExactly("saltern key.delete");
        assertThat(room.shows(WEB1, "c")).isEqualTo(KeyVerdict.PEND);
    }

    @Test
    void keys_that_waited_too_long_do_not_keep_the_door_shut_for_ever() {
        room.restart(KeyPolicy.defaults().with(new Limits(1, 1, Duration.ofDays(14), 10)));
        room.shows(WEB1, "a");
        assertThat(room.shows(WEB2, "b")).isEqualTo(KeyVerdict.FULL);
        room.clock.pass(Duration.ofDays(15));
        assertThat(room.shows(WEB2, "b")).isEqualTo(KeyVerdict.PEND);
    }

    @Test
    void at_most_ten_further_keys_of_a_host_are_kept_and_it_stays_as_it_is() {
        room.accepted(WEB1);
        IntStream.range(0, 30).forEach(i -> room.shows(WEB1, "wrong" + i));
        assertThat(room.keys.claims(EVE)).hasSize(10);
        assertThat(room.keys.accepted(WEB1)).contains(pem("key-of-web1"));
        assertThat(room.published(Tags.AUTH)).hasSize(31);
    }

    @Test
    void a_key_longer_than_8_kib_is_rejected_unseen() {
        assertThat(room.shows(WEB1, "x".repeat(8192))).isEqualTo(KeyVerdict.REJECT);
        assertThat(room.keys.list(EVE, null)).isEmpty();
    }

    // Ids.

    @TestFactory
    Stream<DynamicTest> strict_ids_keep_hostile_names_out() {
        return Stream.of(
                        "'; DROP TABLE host; --",
                        "100%",
                        "<script>",
                        "web1\u202egpj",
                        ".hidden",
                        "-rf",
                        "*",
                        "master",
                        "Master",
                        "web:1",
                        "ünïcode",
                        "a b",
                        "_x",
                        "a\nb",
                        "{{7*7}}",
                        "$(id)")
                .map(
                        id ->
                                DynamicTest.dynamicTest(
                                        id,
                                        () -> {
                                            assertThat(room.shows(new HostId(id), "k"))
                                                    .isEqualTo(KeyVerdict.REJECT);
                                            assertThat(room.hosts.find(EVE, new HostId(id)))
                                                    .isEmpty();
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> strict_ids_let_usual_names_in() {
        return Stream.of("web1", "WEB-1.example.com", "1", "a_b", "x".repeat(253))
                .map(
                        id ->
                                DynamicTest.dynamicTest(
                                        id,
                                        () ->
                                                assertThat(room.shows(new HostId(id), "k"))
                                                        .isEqualTo(KeyVerdict.PEND)));
    }

    @Test
    void with_upstreams_freedom_a_hostile_name_is_a_name_like_any_other() {
        room.restart(KeyPolicy.defaults().withStrictIds(false));
        for (String id :
                List.of("'; DROP TABLE host; --", "100%_!", "<b>", "web1\u202egpj", "日本 😀")) {
            var host = new HostId(id);
            assertThat(room.shows(host, id)).isEqualTo(KeyVerdict.PEND);
            assertThat(room.keys.accept(BEN, host, fingerprint(id)).hostname()).isEqualTo(host);
            room.grains(host, "{\"os\":\"<i>\\u0000\"}");
        }
        room.restart(KeyPolicy.defaults().withStrictIds(false));
        assertThat(room.keys.list(EVE, HostStatus.ACCEPTED)).hasSize(5);
        assertThat(room.hosts.grains(EVE, new HostId("<b>")).get("os").textValue())
                .isEqualTo("<i>\u0000");
    }
}
