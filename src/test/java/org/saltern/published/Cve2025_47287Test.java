package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A form with endless faults filled the log and the time of the server. */
@ExtendWith(Victim.Shared.class)
class Cve2025_47287Test {
    private final Victim victim;

    Cve2025_47287Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void a_form_of_many_broken_parts_is_refused_in_one_answer() throws Exception {
        String part = "--x\r\nContent-Disposition: form-data; name*=utf-8''%zz; ;;;\r\n\r\n\r\n";
        String body = part.repeat(10_000) + "--x--";
        for (String path : List.of("/login", "/", "/run")) {
            var answer =
                    victim.send(
                            path, victim.token("admin"), "multipart/form-data; boundary=x", body);
            assertThat(answer.statusCode()).isBetween(400, 415);
        }
        victim.isAlive();
    }
}
