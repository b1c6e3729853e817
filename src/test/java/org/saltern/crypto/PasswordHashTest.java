package org.saltern.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
    @Test
    void the_password_matches_its_hash_and_no_other_does() {
        String hash = PasswordHash.of("correct horse battery");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(PasswordHash.verify(hash, "correct horse battery")).isTrue();
        assertThat(PasswordHash.verify(hash, "correct horse batterx")).isFalse();
        assertThat(PasswordHash.of("correct horse battery")).isNotEqualTo(hash);
    }

    @Test
    void a_hash_of_the_reference_program_matches() {
        // RFC 9106 has no such vector with a PHC text; this one is of the argon2 program: echo -n
        // password | argon2 somesalt -id -t 2 -k 65536 -p 1
        String hash =
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(PasswordHash.verify(hash, "password")).isTrue();
        assertThat(PasswordHash.verify(hash, "Password")).isFalse();
    }

    @Test
    void a_stored_text_that_is_no_hash_or_asks_for_too_much_matches_nothing() {
        assertThat(PasswordHash.verify("", "x")).isFalse();
        assertThat(PasswordHash.verify("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAA$AAAA", "x"))
                .isFalse();
        String greedy =
                "$argon2id$v=19$m=9999999,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(PasswordHash.verify(greedy, "password")).isFalse();
    }
}
