package org.saltern.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** How log lines look. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** {@code time=… level=… logger=… msg="…" trace="…"}. */
    LOGFMT,
    /** One JSON object a line. */
    JSON;

    /** From now on all lines look like this. */
    public void use() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME)
                .iteratorForAppenders()
                .forEachRemaining(
                        appender -> {
                            if (appender instanceof Flood flood) {
                                flood.iteratorForAppenders().forEachRemaining(this::use);
                            }
                        });
    }

    private void use(Appender<ILoggingEvent> appender) {
        if (appender instanceof ConsoleAppender<ILoggingEvent> console
                && console.getEncoder() instanceof LineEncoder lines) {
            lines.setFormat(name().toLowerCase(Locale.ROOT));
        }
    }
}
