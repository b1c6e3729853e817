package org.saltern.sls.jinja.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a call, by position and by name. */
public record Args(List<Value> positional, Map<String, Value> named) {
    public static final Args NONE = new Args(List.of(), Map.of());

    public static Args of(Value... positional) {
        return new Args(List.of(positional), Map.of());
    }

    public int count() {
        return positional.size();
    }

    public Value get(int index) {
        return positional.get(index);
    }

    /** These arguments after one more. */
    public Args before(Value first) {
        var all = new ArrayList<Value>(positional.size() + 1);
        all.add(first);
        all.addAll(positional);
        return new Args(all, named);
    }

    /** These arguments without the first by position. */
    public Args rest(int from) {
        return new Args(
                positional.subList(Math.min(from, positional.size()), positional.size()), named);
    }

    /** These arguments with another named one. */
    public Args with(String name, Value value) {
        var all = new LinkedHashMap<>(named);
        all.put(name, value);
        return new Args(positional, all);
    }
}
