package org.saltern.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.events.Events;
import org.saltern.files.FileServer;
import org.saltern.files.FileSettings;
import org.saltern.wire.MinionRequest;

/** Sessions, rotation, rates, nonces and tags, each by itself with a clock that the test moves. */
class SmallPartsTest {
    private static final HostId WEB1 = new HostId("web1");
    private static final long SECOND = 1_000_000_000L;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final InstantSource clock = now::get;

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void a_session_is_renewed_after_a_day_and_the_one_before_still_opens(@TempDir Path cache) {
        var sessions = new Sessions(cache, Duration.ofDays(1), clock);
        Session first = sessions.signIn(WEB1, "aa:bb");
        assertThat(sessions.signIn(WEB1, "aa:bb")).isSameAs(first);
        pass(Duration.ofDays(1));
        Session second = sessions.signIn(WEB1, "aa:bb");
        assertThat(second.current()).isNotEqualTo(first.current());
        assertThat(second.previous()).isEqualTo(first.current());
    }

    @Test
    void a_session_ends_after_twice_its_time_and_with_its_key(@TempDir Path cache) {
        var sessions = new Sessions(cache, Duration.ofDays(1), clock);
        sessions.signIn(WEB1, "aa:bb");
        assertThat(sessions.find(WEB1, "cc:dd")).isEmpty();
        pass(Duration.ofDays(2));
        assertThat(sessions.find(WEB1, "aa:bb")).isEmpty();
    }

    @Test
    void session_files_are_private_and_carry_no_foreign_text(@TempDir Path cache) throws Exception {
        var sessions = new Sessions(cache, Duration.ofDays(1), clock);
        sessions.signIn(new HostId("$(reboot) ☃"), "aa:bb");
        try (var files = Files.list(cache.resolve("sessions"))) {
            Path file = files.findFirst().orElseThrow();
            assertThat(file.getFileName().toString()).matches("[0-9a-f]{64}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_broken_session_file_means_a_new_sign_in(@TempDir Path cache) throws Exception {
        new Sessions(cache, Duration.ofDays(1), clock).signIn(WEB1, "aa:bb");
        try (var files = Files.list(cache.resolve("sessions"))) {
            Files.writeString(files.findFirst().orElseThrow(), "{\"owner\": 3");
        }
        var again = new Sessions(cache, Duration.ofDays(1), clock);
        assertThat(again.find(WEB1, "aa:bb")).isEmpty();
        assertThat(again.signIn(WEB1, "aa:bb")).isNotNull();
    }

    @Test
    void the_aes_key_rotates_after_a_day_and_by_dropfile(@TempDir Path home) throws Exception {
        var settings = MasterSettings.in(home.resolve("pki"), home).withKeyBits(2048);
        try (var events = new Events()) {
            var keys = new MasterKeys(settings.withSignMasterKey(true), events, clock);
            AesKey first = keys.current();
            assertThat(keys.publicKeySignature(SigAlgorithm.PKCS1V15_SHA1).orElseThrow())
                    .endsWith("\n");
            keys.rotateIfDue();
            assertThat(keys.current()).isSameAs(first);
            Files.createFile(
                    home.resolve(".dfn"),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("r--------")));
            keys.rotateIfDue();
            AesKey second = keys.current();
            assertThat(second).isNotSameAs(first);
            assertThat(home.resolve(".dfn")).doesNotExist();
            assertThat(keys.forRequests()).containsExactly(second.crypticle(), first.crypticle());
            pass(settings.grace());
            assertThat(keys.forRequests()).containsExactly(second.crypticle());
            pass(settings.keyLife());
            keys.rotateIfDue();
            assertThat(keys.current()).isNotSameAs(second);
        }
    }

    @Test
    void only_those_who_hold_the_aes_key_cause_a_rotation(@TempDir Path home) {
        var settings = MasterSettings.in(home.resolve("pki"), home).withKeyBits(2048);
        try (var events = new Events()) {
            var keys = new MasterKeys(settings, events, clock);
            AesKey first = keys.current();
            assertThat(keys.takenAway(host -> Optional.empty())).isEmpty();
            assertThat(keys.current()).isSameAs(first);
            var owner = RsaPrivateKey.generate(2048).publicKey();
            keys.handOut(WEB1, owner);
            assertThat(keys.takenAway(host -> Optional.of(owner))).isEmpty();
            assertThat(keys.takenAway(host -> Optional.empty())).containsExactly(WEB1);
            assertThat(keys.current()).isNotSameAs(first);
        }
    }

    @Test
    void a_host_that_signs_in_with_another_key_takes_the_aes_key_from_the_owner_of_the_one_before(
            @TempDir Path home) {
        var settings = MasterSettings.in(home.resolve("pki"), home).withKeyBits(2048);
        try (var events = new Events()) {
            var keys = new MasterKeys(settings, events, clock);
            var before = RsaPrivateKey.generate(2048).publicKey();
            var after = RsaPrivateKey.generate(2048).publicKey();
            AesKey first = keys.handOut(WEB1, before);
            AesKey second = keys.handOut(WEB1, after);
            assertThat(second).isNotSameAs(first).isSameAs(keys.current());
            assertThat(keys.handOut(WEB1, after)).isSameAs(second);
            assertThat(keys.takenAway(host -> Optional.of(before))).containsExactly(WEB1);
        }
    }

    @Test
    void a_return_that_meets_a_bug_is_not_acknowledged(@TempDir Path home) {
        var files = new FileServer(FileSettings.of(Map.of("base", List.of(home))), clock);
        var noJobs = new MasterRooms(null, null, null, null, null, files, null, null);
        var desk = new RequestDesk(noJobs, MasterSettings.in(home, home), null);
        Answer answer = desk.answer(new MinionRequest.Return(WEB1, Json.object()));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Committed.class,
                        c ->
                                assertThat(c.commit().toCompletableFuture())
                                        .isCompletedExceptionally());
    }

    @Test
    void a_nonce_is_new_once_for_at_least_ten_minutes() {
        var seen = new Seen();
        assertThat(seen.isNew(WEB1, "n", now.get())).isTrue();
        assertThat(seen.isNew(new HostId("db1"), "n", now.get())).isTrue();
        for (int minute = 0; minute < 10; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(seen.isNew(WEB1, "n", now.get())).isFalse();
        }
    }

    @Test
    void a_bucket_gives_its_burst_then_its_rate() {
        var bucket = new Bucket(50, 500);
        for (int i = 0; i < 500; i++) {
            assertThat(bucket.tryTake(0)).isTrue();
        }
        assertThat(bucket.tryTake(0)).isFalse();
        assertThat(bucket.reserve(0, SECOND)).isEqualTo(SECOND / 50);
        assertThat(bucket.reserve(0, 0)).isEqualTo(-1);
        assertThat(bucket.tryTake(SECOND)).isTrue();
    }

    @Test
    void s15_strangers_spend_at_most_their_part_of_the_sign_in_budget() {
        var budget = new AuthBudget(20, () -> 0);
        byte[] yes = {1};
        byte[] no = {0};
        int served = 0;
        for (int i = 0; i < 100; i++) {
            served += budget.spend(false, "192.0.2.7", () -> yes, no)[0];
        }
        assertThat(served).isEqualTo(20);
        for (int i = 0; i < 1000; i++) {
            served += budget.spend(false, "192.0.2." + i, () -> yes, no)[0];
        }
        assertThat(served).isEqualTo(250);
        assertThat(budget.spend(true, "192.0.2.7", () -> yes, no)).isEqualTo(yes);
    }

    @Test
    void s15_a_fleet_behind_one_router_may_be_given_more() {
        var budget = new AuthBudget(200, () -> 0);
        int served = 0;
        for (int i = 0; i < 300; i++) {
            served += budget.spend(false, "192.0.2.7", () -> new byte[] {1}, new byte[1])[0];
        }
        assertThat(served).isEqualTo(200);
    }

    @Property
    void no_tag_of_a_minion_speaks_for_the_master(@ForAll String tag) {
        EventTags.confined(WEB1, "salt/" + tag)
                .ifPresent(
                        confined ->
                                assertThat(confined)
                                        .matches(
                                                "(?s)salt/(minion|beacon)/web1/.*"
                                                        + "|salt/state_result/[^/]+/web1/.*"));
        assertThat(EventTags.confined(WEB1, "a\n" + tag)).isEmpty();
    }

    @Test
    void tags_of_ones_own_stay_as_they_are() {
        for (String tag :
                new String[] {
                    "minion_start",
                    "salt/minion/web1/start",
                    "salt/beacon/web1/load/",
                    "salt/state_result/20260101000000000000/web1/x",
                    "acme/deployed"
                }) {
            assertThat(EventTags.confined(WEB1, tag)).contains(tag);
        }
        assertThat(EventTags.progress(WEB1, "salt/job/20260101000000000000/prog/web1/3"))
                .isPresent();
        assertThat(EventTags.progress(WEB1, "salt/job/20260101000000000000/prog/db1/3")).isEmpty();
    }
}
