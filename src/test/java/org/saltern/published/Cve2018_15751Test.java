package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any token passed for a login. With CVE-2020-25592. */
@ExtendWith(Victim.Shared.class)
class Cve2018_15751Test {
    private final Victim victim;

    Cve2018_15751Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh", "ssh_async", "nosuch"})
    void no_client_at_all_works_without_a_login(String client) throws Exception {
        String chunk = "{'client':'%s','tgt':'*','fun':'cmd.run','arg':['forged'],'match':'*'%s}";
        for (String more :
                List.of(
                        "",
                        ",'token':''",
                        ",'token':'x'",
                        ",'token':null",
                        ",'eauth':'pam'",
                        ",'eauth':''",
                        ",'username':'admin','eauth':'pam'")) {
            String body = chunk.formatted(client, more);
            assertThat(victim.post("/run", "", body).statusCode()).as(body).isEqualTo(401);
            assertThat(victim.post("/", "", body).statusCode()).as(body).isEqualTo(401);
        }
        victim.nothingForgedIsPublished();
    }
}
