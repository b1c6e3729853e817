package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.base.Json;

/** A crafted address read any file through the file server. */
@ExtendWith(Victim.Shared.class)
class Cve2024_22232Test {
    private final Victim victim;

    Cve2024_22232Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|/etc/passwd",
                "salt://etc/passwd",
                "//etc/passwd",
                "salt://|/etc/passwd",
                "file:///etc/passwd",
                "%2fetc%2fpasswd",
                "..%2f..%2fetc/passwd",
                ""
            })
    void no_address_names_a_file_outside_the_roots(String path) throws Exception {
        for (String command :
                List.of("_serve_file", "_file_find", "_file_hash", "_file_hash_and_stat")) {
            ObjectNode load = Json.object().put("cmd", command).put("saltenv", "base");
            String answer = victim.eve.ask(load.put("path", path).put("loc", 0)).toString();
            assertThat(answer)
                    .doesNotContain("root:")
                    .doesNotContain("PRIVATE")
                    .doesNotContain("passwd");
        }
    }
}
