package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML made objects of the program. With CVE-2025-62348, the same in a module. */
@ExtendWith(Victim.Shared.class)
class Cve2013_4438Test {
    private final Victim victim;

    Cve2013_4438Test(Victim victim) {
        this.victim = victim;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL"
                        + " [\"http://127.0.0.1:1/\"]]]]",
                "!!python/object/apply:os.system [\"id\"]",
                "!!java.io.File [/etc/passwd]",
                "[{client: !!org.saltern.Saltern {}, fun: test.ping}]",
                "a: !<tag:yaml.org,2002:java.lang.Runtime> {}"
            })
    void a_body_that_names_a_class_is_refused_and_named(String yaml) throws Exception {
        var answer = victim.send("/", victim.token("admin"), "application/x-yaml", yaml);
        assertThat(answer.statusCode()).isEqualTo(400);
        victim.isAlive();
    }
}
