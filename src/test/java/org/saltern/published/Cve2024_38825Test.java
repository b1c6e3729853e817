package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate alone was a login. */
@ExtendWith(Victim.Shared.class)
class Cve2024_38825Test {
    private final Victim victim;

    Cve2024_38825Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pki", "keystone", "rest", "yubico", "ldap", "django", "stormpath_mod", ""})
    void no_other_way_to_sign_in_passes(String eauth) {
        String login =
                "{'username':'admin','password':'-----BEGIN"
                        + " CERTIFICATE-----','eauth':'%s','token':'x'}";
        assertThat(victim.post("/login", "", login.formatted(eauth)).statusCode()).isEqualTo(401);
    }
}
