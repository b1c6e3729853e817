package org.saltern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;
import org.saltern.crypto.PasswordHash;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void an_unknown_user_costs_as_much_as_a_known_one() {
        String fresh = PasswordHash.of("correct horse battery");
        assertThat(cost(Passwords.DECOY)).isEqualTo(cost(fresh));
        assertThat(Passwords.DECOY).hasSameSizeAs(fresh);
    }

    @Test
    void an_absent_hash_matches_nothing() {
        assertThat(passwords.matches(null, "correct horse battery")).isFalse();
        assertThat(passwords.matches(null, "")).isFalse();
    }

    @Test
    void the_shortest_and_the_longest_password_are_taken() {
        assertThat(passwords.matches(passwords.hashOfNew("ada", "abcdeabcdeab"), "abcdeabcdeab"))
                .isTrue();
        String longest = "abcde".repeat(40);
        assertThat(passwords.matches(passwords.hashOfNew("ada", longest), longest)).isTrue();
        assertThatThrownBy(() -> passwords.hashOfNew("ada", longest + "x"))
                .isInstanceOf(Problem.BadInput.class);
    }

    private static String cost(String hash) {
        return hash.substring(0, hash.indexOf("p=1$"));
    }
}
