package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Passwords stood in the log. With CVE-2015-6941 and CVE-2021-25284. */
@ExtendWith(Victim.Shared.class)
class Cve2015_6918Test {
    private final Victim victim;

    Cve2015_6918Test(Victim victim) {
        this.victim = victim;
    }

    private static final String SECRET = "zq9Secret-Of-A-Published-Flaw";

    @Test
    void a_password_is_in_no_log_line_and_no_audit_line() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var saltern = (Logger) LoggerFactory.getLogger("org.saltern");
        var lines = new ListAppender<ILoggingEvent>();
        Level before = saltern.getLevel();
        lines.start();
        root.addAppender(lines);
        saltern.setLevel(Level.TRACE);
        try {
            String login = "{'username':'%s','password':'" + SECRET + "','eauth':'pam'}";
            assertThat(victim.post("/login", "", login.formatted("ghost")).statusCode())
                    .isEqualTo(401);
            String run = "[{'client':'local_async','tgt':'web1','fun':'cmd.run','arg':['id'],";
            String env = "'kwarg':{'env':{'A':'" + SECRET + "'},'password':'" + SECRET + "'}}]";
            assertThat(victim.post("/", "admin", run + env).statusCode()).isEqualTo(200);
        } finally {
            root.detachAppender(lines);
            saltern.setLevel(before);
        }
        List<ILoggingEvent> written = List.copyOf(lines.list);
        assertThat(written).isNotEmpty().noneMatch(e -> e.getFormattedMessage().contains(SECRET));
    }
}
