package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.access.Actor;
import org.saltern.base.Json;

/** SQL was put together from arguments. */
@ExtendWith(Victim.Shared.class)
class Cve2019_1010259Test {
    private final Victim victim;

    Cve2019_1010259Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' OR '1'='1",
                "x'; DELETE FROM user_account; --",
                "x' UNION SELECT 1,2,3 --",
                "%",
                "_",
                "\\'",
                "0 OR 1=1",
                "') OR ('1'='1"
            })
    void what_is_searched_for_is_only_ever_a_value(String sly) {
        for (String function : List.of("jobs.list_jobs", "jobs.list_job", "jobs.lookup_jid")) {
            ObjectNode chunk = Json.object().put("client", "runner").put("fun", function);
            ObjectNode arguments = chunk.putObject("kwarg");
            for (String name :
                    List.of("jid", "search_function", "search_target", "search_metadata")) {
                arguments.put(name, sly);
            }
            var answer =
                    victim.send("/", victim.token("admin"), "application/json", chunk.toString());
            assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(500);
            assertThat(answer.body()).doesNotContain("password_hash");
        }
        ObjectNode login = Json.object().put("username", sly).put("password", "x");
        login.put("eauth", "pam");
        assertThat(victim.send("/login", "", "application/json", login.toString()).statusCode())
                .isEqualTo(401);
        assertThat(victim.saltern.access().users(Actor.system())).hasSizeGreaterThanOrEqualTo(3);
    }
}
