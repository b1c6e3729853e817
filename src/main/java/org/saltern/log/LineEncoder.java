package org.saltern.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * One event, one line; foreign text in it can neither begin a line nor drive a terminal. Only the form {@code text} writes a stack trace
 * on lines of its own, each beginning with a tab.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TEXT_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS")
                    .withZone(ZoneId.systemDefault());
    private static final byte[] NOTHING = new byte[0];

    private LogFormat format = LogFormat.TEXT;

    /** {@code text}, {@code logfmt} or {@code json}; called by the configuration and by {@link LogFormat#use}. */
    public void setFormat(String name) {
        format = LogFormat.valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line =
                switch (format) {
                    case TEXT -> text(event);
                    case LOGFMT -> logfmt(event);
                    case JSON -> json(event);
                };
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ILoggingEvent event) {
        var out = new StringBuilder();
        out.append(TEXT_TIME.format(event.getInstant()));
        out.append(' ').append(String.format("%-5s", event.getLevel())).append(' ');
        out.append(name(event)).append(": ");
        clean(out, event.getFormattedMessage());
        out.append('\n');
        trace(event)
                .lines()
                .forEach(
                        line -> {
                            out.append('\t');
                            clean(out, line.strip());
                            out.append('\n');
                        });
        return out.toString();
    }

    private static String logfmt(ILoggingEvent event) {
        var out = new StringBuilder();
        out.append("time=").append(event.getInstant());
        out.append(" level=").append(level(event));
        out.append(" logger=").append(name(event));
        out.append(" msg=");
        quote(out, event.getFormattedMessage());
        String trace = trace(event);
        if (!trace.isEmpty()) {
            out.append(" trace=");
            quote(out, trace);
        }
        return out.append('\n').toString();
    }

    private static String json(ILoggingEvent event) {
        var out = new StringBuilder();
        out.append("{\"time\":\"").append(event.getInstant());
        out.append("\",\"level\":\"").append(level(event));
        out.append("\",\"logger\":\"").append(name(event)).append("\",\"msg\":");
        quote(out, event.getFormattedMessage());
        String trace = trace(event);
        if (!trace.isEmpty()) {
            out.append(",\"trace\":");
            quote(out, trace);
        }
        return out.append("}\n").toString();
    }

    private static String level(ILoggingEvent event) {
        return event.getLevel().toString().toLowerCase(java.util.Locale.ROOT);
    }

    private static String name(ILoggingEvent event) {
        String name = event.getLoggerName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String trace(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null ? "" : ThrowableProxyUtil.asString(thrown);
    }

    /** Shows as '?' what does not print. */
    private static void clean(StringBuilder out, String text) {
        text.codePoints().forEach(c -> out.appendCodePoint(isPlain(c) ? c : '?'));
    }

    /** A JSON string, which logfmt reads too; all that does not print is escaped. */
    private static void quote(StringBuilder out, String text) {
        out.append('"');
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '"' -> out.append("\\\"");
                                case '\\' -> out.append("\\\\");
                                case '\n' -> out.append("\\n");
                                case '\t' -> out.append("\\t");
                                default -> escape(out, c);
                            }
                        });
        out.append('"');
    }

    private static void escape(StringBuilder out, int c) {
        if (isPlain(c)) {
            out.appendCodePoint(c);
            return;
        }
        for (char unit : Character.toChars(c)) {
            out.append(String.format("\\u%04x", (int) unit));
        }
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
