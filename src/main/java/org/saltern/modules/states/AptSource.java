package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.modules.Values;

/**
 * One line of a sources.list: {@code deb [arch=amd64 signed-by=/path] uri suite component…}.
 *
 * @param options in brackets, in order
 */
record AptSource(
        String type,
        Map<String, String> options,
        String uri,
        String suite,
        List<String> components,
        boolean disabled) {
    private static final Pattern LINE =
            Pattern.compile(
                    "(#\\s*)?(deb|deb-src)\\s+(?:\\[([^]]*)]\\s+)?(\\S+)\\s+(\\S+)((?:\\s+[^#\\s]+)*)\\s*(#.*)?");

    /** Empty when the line is none. */
    static Optional<AptSource> of(String line) {
        Matcher m = LINE.matcher(line.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String option :
                m.group(3) == null ? new String[0] : m.group(3).strip().split("\\s+")) {
            int at = option.indexOf('=');
            if (at > 0) {
                options.put(option.substring(0, at), option.substring(at + 1));
            }
        }
        String components = m.group(6).strip();
        return Optional.of(
                new AptSource(
                        m.group(2),
                        options,
                        m.group(4).replaceFirst("/+$", ""),
                        m.group(5),
                        components.isEmpty() ? List.of() : List.of(components.split("\\s+")),
                        m.group(1) != null));
    }

    /** Type, place and suite are the same: another state of the same source. */
    boolean isSame(AptSource other) {
        return type.equals(other.type) && uri.equals(other.uri) && suite.equals(other.suite);
    }

    AptSource with(String option, String value) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put(option, value);
        return new AptSource(type, all, uri, suite, components, disabled);
    }

    /** With what the arguments {@code dist}, {@code comps}, {@code architectures}, {@code signedby}, {@code disabled} say. */
    AptSource with(JsonNode arguments) {
        AptSource out = this;
        if (Values.isTrue(arguments.path("architectures"))) {
            out = out.with("arch", String.join(",", words(arguments.get("architectures"))));
        }
        for (String name : List.of("signedby", "signed_by", "signed-by")) {
            if (Values.isTrue(arguments.path(name))) {
                out = out.with("signed-by", Values.asText(arguments.get(name)));
            }
        }
        boolean comps = Values.isTrue(arguments.path("comps"));
        boolean dist = Values.isTrue(arguments.path("dist"));
        boolean off =
                arguments.has("disabled")
                        ? Values.isTrue(arguments.get("disabled"))
                        : arguments.has("enabled")
                                ? !Values.isTrue(arguments.get("enabled"))
                                : out.disabled;
        return new AptSource(
                out.type,
                out.options,
                out.uri,
                dist ? Values.asText(arguments.get("dist")) : out.suite,
                comps ? words(arguments.get("comps")) : out.components,
                off);
    }

    private static List<String> words(JsonNode value) {
        var out = new ArrayList<String>();
        for (String text : FileSources.texts(value)) {
            for (String word : text.split("[,\\s]+")) {
                if (!word.isBlank()) {
                    out.add(word);
                }
            }
        }
        return out;
    }

    String line() {
        var bracket = new ArrayList<String>();
        options.forEach((k, v) -> bracket.add(k + "=" + v));
        return (disabled ? "# " : "")
                + type
                + (bracket.isEmpty() ? "" : " [" + String.join(" ", bracket) + "]")
                + " "
                + uri
                + " "
                + suite
                + (components.isEmpty() ? "" : " " + String.join(" ", components));
    }

    /** The same as a paragraph of a {@code .sources} file. */
    String paragraph() {
        var out = new StringBuilder();
        if (disabled) {
            out.append("Enabled: no\n");
        }
        out.append("Types: ").append(type).append('\n');
        out.append("URIs: ").append(uri).append('\n');
        out.append("Suites: ").append(suite).append('\n');
        if (!components.isEmpty()) {
            out.append("Components: ").append(String.join(" ", components)).append('\n');
        }
        options.forEach(
                (k, v) -> {
                    String field =
                            switch (k) {
                                case "arch" -> "Architectures";
                                case "signed-by" -> "Signed-By";
                                case "lang" -> "Languages";
                                case "trusted" -> "Trusted";
                                default -> k;
                            };
                    out.append(field).append(": ").append(v.replace(',', ' ')).append('\n');
                });
        return out.toString();
    }
}
