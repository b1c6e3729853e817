package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caller chose how a password was checked. */
@ExtendWith(Victim.Shared.class)
class Cve2016_3176Test {
    private final Victim victim;

    Cve2016_3176Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'service':'su'",
                "'service':'../../tmp/x'",
                "'sharedsecret':''",
                "'encoding':[]"
            })
    void further_fields_of_a_login_have_no_effect(String field) {
        String right = "{'username':'vera','password':'%s','eauth':'pam',%s}";
        assertThat(victim.post("/login", "", right.formatted(Victim.PASSWORD, field)).statusCode())
                .isEqualTo(200);
        String wrong = "{'username':'nobody','password':'x','eauth':'pam'," + field + "}";
        assertThat(victim.post("/login", "", wrong).statusCode()).isEqualTo(401);
    }
}
