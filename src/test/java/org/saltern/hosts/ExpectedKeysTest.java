package org.saltern.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.saltern.hosts.HostRoom.ADA;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.store.TestDatabases;

class ExpectedKeysTest {
    private static final HostId WEB1 = new HostId("web1");
    private static final String A = "aa:".repeat(31) + "aa";
    private static final String B = "bb:".repeat(31) + "bb";
    private static final String C = "cc:".repeat(31) + "cc";

    private HostRoom room;
    private ExpectedKeys expected;

    @BeforeEach
    void open() {
        room = new HostRoom(TestDatabases.H2);
        expected = room.keys.expected();
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void fingerprints_are_read_as_salt_prints_them_and_from_lists() {
        int noted =
                expected.note(
                        ADA,
                        "web1:\n    "
                                + A
                                + "\nlocal:\n    "
                                + B.toUpperCase(Locale.ROOT)
                                + "\ndb1, "
                                + C);
        assertThat(noted).isEqualTo(3);
        assertThat(expected.list(ADA))
                .extracting(ExpectedKey::fingerprint, ExpectedKey::host)
                .containsExactlyInAnyOrder(
                        tuple(A, WEB1), tuple(B, null), tuple(C, new HostId("db1")));
    }

    @Test
    void what_is_no_fingerprint_is_refused() {
        for (String text : new String[] {"", "web1", "aa:bb", A + ":aa", "x" + A.substring(1)}) {
            assertThatThrownBy(() -> expected.note(ADA, text)).isInstanceOf(Problem.BadInput.class);
        }
    }

    @Test
    void a_fingerprint_noted_for_one_host_vouches_for_no_other() {
        expected.note(ADA, "web1 " + A);
        assertThat(expected.isExpected(WEB1, A)).isTrue();
        assertThat(expected.isExpected(new HostId("db1"), A)).isFalse();
        expected.note(ADA, A);
        assertThat(expected.isExpected(new HostId("db1"), A)).isTrue();
    }

    @Test
    void a_note_serves_once_and_can_be_taken_back() {
        expected.note(ADA, A + "\n" + B);
        expected.used(A);
        expected.forget(ADA, B);
        assertThat(expected.list(ADA)).isEmpty();
    }
}
