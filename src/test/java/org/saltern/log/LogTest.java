package org.saltern.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.saltern.base.Json;

/** What reaches the log, and how much of it. */
class LogTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("org.saltern.Some");

    @Property(tries = 300)
    void whatever_is_said_is_one_line_without_control_characters(@ForAll String said) {
        for (LogFormat format : LogFormat.values()) {
            String line = encoded(format, event(said, null));
            assertThat(line).endsWith("\n");
            assertThat(line.substring(0, line.length() - 1).codePoints())
                    .noneMatch(Character::isISOControl);
        }
    }

    @Test
    void a_line_that_a_stranger_wants_to_forge_stays_inside_its_own() {
        String forged = "x\n2026-01-01T00:00:00.000 INFO  Audit: all is well \u001b[2J";
        assertThat(encoded(LogFormat.TEXT, event(forged, null)).lines()).hasSize(1);
        assertThat(encoded(LogFormat.LOGFMT, event(forged, null)))
                .contains("msg=\"x\\n2026-01-01", "\\u001b[2J\"");
        assertThat(Json.parse(encoded(LogFormat.JSON, event(forged, null))).path("msg").asText())
                .isEqualTo(forged);
    }

    @Test
    void a_forged_line_in_an_exception_is_marked_as_part_of_the_trace() {
        var bug = new IllegalStateException("first\n2026-01-01T00:00:00.000 INFO  Audit: forged");
        assertThat(encoded(LogFormat.TEXT, event("failed", bug)).lines().skip(1))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("\t"));
        assertThat(encoded(LogFormat.JSON, event("failed", bug)).lines()).hasSize(1);
    }

    @Test
    void the_same_complaint_is_written_200_times_a_second_and_then_counted() {
        var now = new AtomicLong();
        var flood = new Flood(now::get);
        var written = new ListAppender<ILoggingEvent>();
        flood.setContext(context);
        flood.addAppender(written);
        written.start();
        flood.start();
        IntStream.range(0, 1_000).forEach(i -> flood.doAppend(event("Refused {}", null, i)));
        flood.doAppend(event("Something else", null));
        assertThat(written.list).hasSize(201);
        now.set(1);
        flood.doAppend(event("Refused {}", null, 1_000));
        assertThat(written.list).hasSize(203);
        assertThat(written.list.get(201).getFormattedMessage())
                .isEqualTo("800 more lines within a second like: Refused {}");
    }

    private ILoggingEvent event(String message, Throwable thrown, Object... values) {
        return new LoggingEvent("", logger, Level.INFO, message, thrown, values);
    }

    private static String encoded(LogFormat format, ILoggingEvent event) {
        var encoder = new LineEncoder();
        encoder.setFormat(format.name());
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
