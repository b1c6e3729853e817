package org.saltern.sls.jinja.values;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A live view of a dict's keys, values or items. */
public final class DictView extends Obj {
    /** What of the dict is seen. */
    public enum Part {
        KEYS("keys"),
        VALUES("values"),
        ITEMS("items");

        private final String word;

        Part(String word) {
            this.word = word;
        }
    }

    private final DictValue dict;
    private final Part part;

    public DictView(DictValue dict, Part part) {
        this.dict = dict;
        this.part = part;
    }

    public Part part() {
        return part;
    }

    private Function<Map.Entry<Value, Value>, Value> pick() {
        return switch (part) {
            case KEYS -> Map.Entry::getKey;
            case VALUES -> Map.Entry::getValue;
            case ITEMS -> e -> TupleValue.of(e.getKey(), e.getValue());
        };
    }

    /** The items now. */
    public List<Value> now() {
        var all = new ArrayList<Value>(dict.entries().size());
        dict.entries().entrySet().forEach(e -> all.add(pick().apply(e)));
        return all;
    }

    @Override
    public boolean isIterable() {
        return true;
    }

    @Override
    public Iterator<Value> iterate(Run run) {
        return Iter.entries(dict, pick());
    }

    @Override
    public long length() {
        return dict.entries().size();
    }

    @Override
    public boolean contains(Run run, Value item) {
        return part == Part.KEYS
                ? dict.entries().containsKey(Hashing.checked(item))
                : super.contains(run, item);
    }

    private String prefix() {
        return dict.kind() == DictValue.Kind.DICT ? "dict_" : "odict_";
    }

    @Override
    public String typeName() {
        return prefix() + part.word;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other || part == Part.VALUES) {
            return this == other;
        }
        return other instanceof DictView v
                        && v.part == part
                        && new SetValue(now()).equals(new SetValue(v.now()))
                || other instanceof SetValue s && new SetValue(now()).equals(s);
    }

    @Override
    public int hashCode() {
        throw Errors.type("unhashable type: '" + typeName() + "'");
    }

    @Override
    public String repr() {
        return now().stream()
                .map(Repr::repr)
                .collect(Collectors.joining(", ", typeName() + "([", "])"));
    }
}
