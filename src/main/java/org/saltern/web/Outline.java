package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** Draws a tree as indented text, close to YAML: one line a value, names before, lists with dashes. */
final class Outline {
    private static final int DEEPEST = 64;

    private final StringBuilder out = new StringBuilder();
    private final int limit;

    private Outline(int limit) {
        this.limit = limit;
    }

    /**
     * The text of a tree.
     *
     * @param limit about how many characters; drawing stops after that many
     */
    static String text(JsonNode tree, int limit) {
        var outline = new Outline(limit);
        outline.draw(tree, 0);
        return outline.out.toString().stripTrailing();
    }

    private boolean isFull() {
        return out.length() > limit;
    }

    private void draw(JsonNode node, int depth) {
        if (isFull()) {
            return;
        }
        if (depth >= DEEPEST) {
            line(depth, "…");
        } else if (node.isObject()) {
            object(node, depth);
        } else if (node.isArray()) {
            array(node, depth);
        } else {
            scalar(node).lines().forEach(text -> line(depth, text));
        }
    }

    private void object(JsonNode node, int depth) {
        if (node.isEmpty()) {
            line(depth, "{}");
        }
        Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
        while (fields.hasNext() && !isFull()) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = PlainText.of(field.getKey());
            if (isOneLine(field.getValue())) {
                line(depth, name + ": " + brief(field.getValue()));
            } else {
                line(depth, name + ":");
                draw(field.getValue(), depth + 1);
            }
        }
    }

    private void array(JsonNode node, int depth) {
        if (node.isEmpty()) {
            line(depth, "[]");
        }
        for (JsonNode item : node) {
            if (isFull()) {
                return;
            }
            if (isOneLine(item)) {
                line(depth, "- " + brief(item));
            } else {
                line(depth, "-");
                draw(item, depth + 1);
            }
        }
    }

    private static boolean isOneLine(JsonNode node) {
        return node.isContainerNode() ? node.isEmpty() : scalar(node).indexOf('\n') < 0;
    }

    private static String brief(JsonNode node) {
        if (node.isContainerNode()) {
            return node.isArray() ? "[]" : "{}";
        }
        return scalar(node);
    }

    /** A single value as text. */
    static String scalar(JsonNode node) {
        return node.isNull() ? "null" : PlainText.of(node.asText());
    }

    private void line(int depth, String text) {
        out.append("  ".repeat(depth)).append(text).append('\n');
    }
}
