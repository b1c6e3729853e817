package org.saltern.sls.jinja.values;

import java.util.Map;
import java.util.Set;

/** {@code namespace(…)}: attributes that templates may set from inside loops. */
public final class Namespace extends Obj {
    private final DictValue attributes = new DictValue();

    public Namespace(Map<Value, Value> given) {
        attributes.entries().putAll(given);
    }

    /** Sets an attribute. */
    public void set(String name, Value value) {
        attributes.put(name, value);
    }

    @Override
    public Value attribute(Run run, String name) {
        return attributes.get(name);
    }

    @Override
    public Set<String> hidden() {
        return Set.of("_Namespace__attrs");
    }

    @Override
    public String typeName() {
        return "Namespace";
    }

    @Override
    public String qualifiedTypeName() {
        return "jinja2.utils.Namespace";
    }

    @Override
    public String repr() {
        return "<Namespace " + Repr.repr(attributes) + ">";
    }
}
