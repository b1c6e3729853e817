package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Values;

/**
 * A file of sections with options ({@code [section]}, {@code name = value}), read and written as Salt's {@code ini} module does:
 * comments and lines that are neither stay where they are, an option that was only a comment takes the comment's place, and
 * every option is written with blanks around its separator. One thread.
 */
final class IniFile {
    private static final Pattern SECTION =
            Pattern.compile("^\\s*\\[(.+?)\\]\\s*$", Pattern.MULTILINE | Pattern.UNIX_LINES);
    private static final Pattern COMMENT = Pattern.compile("^\\s*[#;]\\s*.*");
    private static final Pattern INDENTED = Pattern.compile("^(\\s+).*");

    private final String separator;
    private final Pattern option;

    /** Options and sections in order; names that begin with '#' are comments and unknown lines. */
    private final ObjectNode content = Json.object();

    IniFile(String text, String separator) {
        this.separator = separator;
        this.option = Pattern.compile("(\\s*)(.+?)\\s*" + Pattern.quote(separator) + "\\s*(.*)");
        read(text);
    }

    private void read(String text) {
        String lines = String.join("\n", text.lines().toList());
        Matcher heading = SECTION.matcher(lines);
        ObjectNode into = content;
        int begin = 0;
        while (heading.find()) {
            readOptions(lines.substring(begin, heading.start()), into);
            into = content.get(heading.group(1)) instanceof ObjectNode old ? old : Json.object();
            content.set(heading.group(1), into);
            begin = heading.end();
        }
        readOptions(lines.substring(begin), into);
    }

    private void readOptions(String text, ObjectNode into) {
        String stripped = text.replaceAll("^\n+|\n+$", "");
        if (stripped.isEmpty()) {
            return;
        }
        String indent = "";
        String last = null;
        int comments = 0;
        int unknown = 0;
        for (String line : stripped.split("\n", -1)) {
            if (COMMENT.matcher(line).matches()) {
                last = "#comment" + ++comments;
                into.put(last, line);
                continue;
            }
            Matcher indented = INDENTED.matcher(line);
            if (indented.matches()
                    && indented.group(1).replace("\t", "    ").compareTo(indent) > 0) {
                if (last != null) {
                    into.put(last, into.get(last).asText() + "\n" + line);
                }
                continue;
            }
            Matcher pair = option.matcher(line);
            if (pair.lookingAt()) {
                indent = pair.group(1).replace("\t", "    ");
                last = pair.group(2);
                put(into, last, Values.text(pair.group(3)));
            } else {
                last = "#unknown" + ++unknown;
                into.put(last, line);
            }
        }
    }

    /** A new option takes the place of the comment that holds it. */
    private void put(ObjectNode into, String name, JsonNode value) {
        String place = null;
        if (!into.has(name) && !value.isObject()) {
            for (Map.Entry<String, JsonNode> e : into.properties()) {
                if (e.getKey().startsWith("#comment") && speaksOf(e.getValue().asText(), name)) {
                    place = e.getKey();
                }
            }
        }
        if (place == null) {
            into.set(name, value);
            return;
        }
        var all = new LinkedHashMap<String, JsonNode>();
        into.properties().forEach(e -> all.put(e.getKey(), e.getValue()));
        into.removeAll();
        for (Map.Entry<String, JsonNode> e : all.entrySet()) {
            boolean here = e.getKey().equals(place);
            into.set(here ? name : e.getKey(), here ? value : e.getValue());
        }
    }

    private boolean speaksOf(String comment, String name) {
        Matcher pair = option.matcher(comment.replaceAll("^#+", ""));
        return pair.lookingAt() && pair.group(2).equals(name);
    }

    /** Sets options: a value that is a map is a section. Answers what changed, each as {@code before} and {@code after}. */
    ObjectNode update(ObjectNode wanted) {
        return update(content, wanted);
    }

    private ObjectNode update(ObjectNode into, ObjectNode wanted) {
        ObjectNode changes = Json.object();
        for (Map.Entry<String, JsonNode> e : wanted.properties()) {
            String name = e.getKey();
            JsonNode old = into.get(name);
            if (old instanceof ObjectNode section && e.getValue() instanceof ObjectNode options) {
                ObjectNode inside = update(section, options);
                if (!inside.isEmpty()) {
                    changes.set(name, inside);
                }
                continue;
            }
            JsonNode value = plain(e.getValue());
            if (!value.equals(old)) {
                changes.set(name, change(old, value.deepCopy()));
                put(into, name, value);
            }
        }
        return changes;
    }

    private static ObjectNode change(JsonNode before, JsonNode after) {
        ObjectNode out = Json.object();
        out.set("before", before == null ? Values.none() : before);
        out.set("after", after);
        return out;
    }

    private static JsonNode plain(JsonNode value) {
        if (!value.isObject()) {
            return Values.text(Values.asText(value));
        }
        ObjectNode out = Json.object();
        value.properties().forEach(e -> out.set(e.getKey(), plain(e.getValue())));
        return out;
    }

    /** Options and sections without comments. */
    ObjectNode tree() {
        return (ObjectNode) visible(content);
    }

    private static JsonNode visible(JsonNode value) {
        if (!value.isObject()) {
            return value;
        }
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> e : value.properties()) {
            if (!e.getKey().startsWith("#")) {
                out.set(e.getKey(), visible(e.getValue()));
            }
        }
        return out;
    }

    /**
     * Takes an option away.
     *
     * @param section null for the options above all sections
     * @return what it was; the null node when it was not there
     */
    JsonNode removeOption(String section, String name) {
        boolean inside = section != null && content.get(section) instanceof ObjectNode;
        ObjectNode from = inside ? (ObjectNode) content.get(section) : content;
        JsonNode old = from.remove(name);
        return old == null ? Values.none() : visible(old);
    }

    /** Takes a section away. Answers its options; the null node when it was not there. */
    JsonNode removeSection(String name) {
        return content.get(name) instanceof ObjectNode
                ? visible(content.remove(name))
                : Values.none();
    }

    /** The file. @param tight options without blanks around the separator */
    String text(boolean tight) {
        var out = new StringBuilder();
        write(content, tight, out);
        return out.toString().replaceFirst("^\n+", "");
    }

    private void write(ObjectNode section, boolean tight, StringBuilder out) {
        String between =
                separator.isBlank()
                        ? " "
                        : tight ? separator.strip() : " " + separator.strip() + " ";
        for (Map.Entry<String, JsonNode> e : section.properties()) {
            if (e.getKey().startsWith("#")) {
                out.append(e.getValue().asText()).append('\n');
            } else if (!e.getValue().isObject()) {
                out.append(e.getKey()).append(between).append(e.getValue().asText()).append('\n');
            }
        }
        for (Map.Entry<String, JsonNode> e : section.properties()) {
            if (e.getValue() instanceof ObjectNode inside) {
                out.append("\n[").append(e.getKey()).append("]\n");
                write(inside, tight, out);
            }
        }
    }
}
