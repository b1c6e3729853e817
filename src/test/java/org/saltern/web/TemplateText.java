package org.saltern.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a template as text: what remains of it when all code is taken out. */
final class TemplateText {
    private static final Path TEMPLATES = Path.of("src/main/jte");

    private final String source;
    private final StringBuilder markup = new StringBuilder();
    private int at;

    private TemplateText(String source) {
        this.source = source;
    }

    static List<Path> templates() {
        try (var files = Files.walk(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".jte")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The markup of a template without expressions, conditions, calls, comments and declarations. */
    static String markup(Path file) {
        String source =
                read(file)
                        .replaceAll("(?s)<%--.*?--%>", "")
                        .replaceAll("(?m)^@(import|param) .*$", "");
        var text = new TemplateText(source);
        text.markup(false);
        return text.markup.toString();
    }

    private void markup(boolean inBlock) {
        while (at < source.length()) {
            if (inBlock && source.charAt(at) == '`') {
                at++;
                return;
            }
            if (source.startsWith("${", at) || source.startsWith("!{", at)) {
                at += 2;
                code('}');
            } else if (isCall()) {
                at = source.indexOf('(', at) + 1;
                code(')');
            } else if (source.startsWith("@else", at) || source.startsWith("@end", at)) {
                at += source.substring(at).replaceFirst("(?s)^(@[a-z]+).*", "$1").length();
            } else {
                markup.append(source.charAt(at++));
            }
        }
    }

    private boolean isCall() {
        return Pattern.compile("@(if|elseif|for|template\\.[a-zA-Z.]+)\\(")
                .matcher(source)
                .region(at, source.length())
                .lookingAt();
    }

    /** Skips code to its closing bracket; blocks of markup inside are read. */
    private void code(char end) {
        int depth = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (source.startsWith("@`", at)) {
                at += 2;
                markup(true);
            } else if (c == '"') {
                at = closingQuote(at + 1) + 1;
            } else if (c == end && depth == 0) {
                at++;
                return;
            } else {
                depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
                at++;
            }
        }
    }

    private int closingQuote(int from) {
        int i = from;
        while (source.charAt(i) != '"') {
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    /** Words that stand in the markup itself, where a reader would see or hear them. */
    static List<String> words(Path file) {
        String plain = markup(file).replaceAll("(?s)<(code|pre)[ >].*?</\\1>", " ");
        List<String> words = new ArrayList<>();
        Pattern.compile("(?s)>([^<>]*)<")
                .matcher(">" + plain + "<")
                .results()
                .forEach(m -> collect(m.group(1), words));
        Pattern.compile("(?:title|aria-label|alt)=\"([^\"]*)\"")
                .matcher(plain)
                .results()
                .forEach(m -> collect(m.group(1), words));
        return words;
    }

    private static void collect(String text, List<String> words) {
        Pattern.compile("\\p{L}{2,}")
                .matcher(text.replaceAll("&[a-z]+;", ""))
                .results()
                .forEach(m -> words.add(m.group()));
    }
}
