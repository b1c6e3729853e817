package org.saltern.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * What is logged, and how: to standard error, foreign text cannot forge lines or drive a terminal ({@link LineEncoder}), the same line
 * at most 200 times a second ({@link Flood}). Code instead of a {@code logback.xml}, whose reading costs a short command a fifth of its time;
 * a file named by {@code -Dlogback.configurationFile} still wins.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final List<String> QUIET =
            List.of(
                    "io.javalin",
                    "org.eclipse.jetty",
                    "org.flywaydb",
                    "com.zaxxer.hikari",
                    "com.tngtech.archunit",
                    "io.zonky.test");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.start();
        var err = new ConsoleAppender<ILoggingEvent>();
        err.setContext(context);
        err.setName("err");
        err.setTarget("System.err");
        err.setEncoder(encoder);
        err.start();
        var flood = new Flood();
        flood.setContext(context);
        flood.setName("flood");
        flood.addAppender(err);
        flood.start();
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        context.getLogger("org.saltern").setLevel(Level.INFO);
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(flood);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
