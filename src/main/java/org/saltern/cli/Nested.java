package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Salt's {@code nested} outputter: indented keys and values, for eyes. */
final class Nested {
    /** As Python sorts text. */
    private static final Comparator<String> CODE_POINTS =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private final Pen pen;
    private final Ink frame;
    private final Ink items;
    private final List<String> lines = new ArrayList<>();

    private Nested(Pen pen, boolean failed) {
        this.pen = pen;
        this.frame = failed ? Ink.RED : Ink.CYAN;
        this.items = failed ? Ink.RED : Ink.GREEN;
    }

    /**
     * The lines that show a value.
     *
     * @param indent how many spaces stand before each
     * @param failed whether keys are red
     */
    static List<String> lines(JsonNode value, int indent, boolean failed, Pen pen) {
        var nested = new Nested(pen, failed);
        nested.show(value, indent, "");
        return nested.lines;
    }

    private void show(JsonNode value, int indent, String prefix) {
        switch (value.getNodeType()) {
            case OBJECT -> showMap(value, indent, prefix);
            case ARRAY -> value.forEach(item -> showItem(item, indent));
            case STRING, BINARY -> showText(value.asText(), indent, prefix);
            default -> add(indent, Ink.LIGHT_YELLOW, prefix + PythonText.repr(value), "");
        }
    }

    private void showText(String text, int indent, String prefix) {
        String lead = prefix;
        for (String line : Pen.lines(text)) {
            add(indent, Ink.GREEN, lead + Pen.clean(line), "");
            lead = " ".repeat(prefix.length());
        }
    }

    private void showItem(JsonNode item, int indent) {
        if (!item.isContainerNode()) {
            show(item, indent, "- ");
            return;
        }
        add(indent, items, "|_", "");
        show(item, indent + 2, item.isObject() ? "" : "- ");
    }

    private void showMap(JsonNode map, int indent, String prefix) {
        if (indent > 0) {
            add(indent, frame, "----------", "");
        }
        var keys = new TreeSet<>(CODE_POINTS);
        map.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            add(indent, frame, prefix + Pen.clean(key), ":");
            show(map.get(key), indent + 4, "");
        }
    }

    private void add(int indent, Ink ink, String text, String after) {
        lines.add(" ".repeat(indent) + pen.paint(ink, text) + after);
    }
}
