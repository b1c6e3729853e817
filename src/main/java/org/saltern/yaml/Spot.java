package org.saltern.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A value in a YAML text and where it stands. Costs nothing until somebody asks. */
public final class Spot {
    private final Node shown;
    private final Node value;

    private Spot(Node shown, Node value) {
        this.shown = shown;
        this.value = value;
    }

    static Spot of(Node root) {
        return new Spot(root, root);
    }

    /** Line of its key, or of itself in a list; from 1. */
    public int line() {
        return mark().getLine() + 1;
    }

    /** Column of its key, or of itself in a list; from 1. */
    public int column() {
        return mark().getColumn() + 1;
    }

    private Mark mark() {
        return shown.getStartMark();
    }

    /** The value behind a key: of this map, or of the first map in this list that has it. */
    public Optional<Spot> key(String name) {
        return keys().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** What stands behind the keys of this map, or of the maps in this list. */
    public List<Spot> keys() {
        List<Spot> out = new ArrayList<>();
        if (value instanceof MappingNode map) {
            addKeys(map, out);
        } else if (value instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof MappingNode map) {
                    addKeys(map, out);
                }
            }
        }
        return out;
    }

    private static void addKeys(MappingNode map, List<Spot> out) {
        for (NodeTuple entry : map.getValue()) {
            out.add(new Spot(entry.getKeyNode(), entry.getValueNode()));
        }
    }

    /** The items of this list that are words or numbers. */
    public List<Spot> words() {
        List<Spot> out = new ArrayList<>();
        if (value instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof ScalarNode) {
                    out.add(new Spot(item, item));
                }
            }
        }
        return out;
    }

    /** The word of this list that reads so. */
    public Optional<Spot> word(String text) {
        return words().stream().filter(s -> s.name().equals(text)).findFirst();
    }

    /** Its key, or itself when it is a word of a list; "" when that is no word. */
    public String name() {
        return shown instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** What it says, when that is a word or a number; else "". */
    public String text() {
        return value instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
