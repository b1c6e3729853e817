package org.saltern.sls.jinja.methods;

import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.UndefinedKind;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.DictView;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Items;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/**
 * {@code value.name} and {@code value[key]} as Jinja2's sandbox reads them: an attribute first or an item first, the other if
 * there is none, and what begins with an underscore is out of reach.
 */
public final class Attributes {
    private Attributes() {}

    /** {@code value.name}. */
    public static Value attribute(Run run, Value value, String name) {
        if (value instanceof Undefined undefined) {
            return ofUndefined(run, undefined, name);
        }
        Value found = find(run, value, name);
        boolean hidden = Hidden.has(value, name);
        if (hidden || found != null && name.startsWith("_")) {
            return Undefined.unsafe(run.undefinedKind(), value, name);
        } else if (found != null) {
            return found;
        }
        Value item = value instanceof DictValue dict ? dict.get(name) : null;
        if (item == null && value instanceof Obj) {
            item = itemOf(run, value, Str.of(name));
        }
        return item != null ? item : run.missing(value, Str.of(name));
    }

    /** {@code value[key]}. */
    public static Value item(Run run, Value value, Value key) {
        if (value instanceof Undefined undefined) {
            if (undefined.kind() == UndefinedKind.CHAINABLE) {
                return undefined;
            }
            throw undefined.failure();
        }
        Value item = itemOf(run, value, key);
        if (item != null) {
            return item;
        }
        if (key instanceof Str name) {
            Value found = find(run, value, name.text());
            if (Hidden.has(value, name.text()) || found != null && name.text().startsWith("_")) {
                return Undefined.unsafe(run.undefinedKind(), value, name.text());
            } else if (found != null) {
                return found;
            }
        }
        return run.missing(value, key);
    }

    /** An item; null when there is none. */
    private static Value itemOf(Run run, Value value, Value key) {
        if (value instanceof DictValue dict && key instanceof Str) {
            return dict.entries().get(key);
        }
        try {
            return Items.get(run, value, key);
        } catch (JinjaError e) {
            if (!e.type().equals("TypeError") && !Errors.isLookup(e)) {
                throw e;
            }
            return null;
        }
    }

    private static Value ofUndefined(Run run, Undefined undefined, String name) {
        if (Hidden.has(undefined, name)) {
            return Undefined.unsafe(run.undefinedKind(), undefined, name);
        } else if (undefined.kind() == UndefinedKind.CHAINABLE) {
            return undefined;
        }
        throw undefined.failure();
    }

    /** An attribute as Python has it; null when there is none. */
    static Value find(Run run, Value value, String name) {
        return switch (value) {
            case Str s -> StrMethods.attribute(s, name);
            case ListValue l -> ListMethods.LIST.bound(l, name);
            case DictValue d -> DictMethods.attribute(d, name);
            case TupleValue t -> tuple(t, name);
            case SetValue s -> (s.isFrozen() ? SetMethods.FROZEN : SetMethods.SET).bound(s, name);
            case Int i -> NumberMethods.whole(i, name);
            case Bool b -> NumberMethods.whole(b, name);
            case Float f -> NumberMethods.floating(f, name);
            case Bytes b -> BytesMethods.TABLE.bound(b, name);
            case DictView v ->
                    v.part() == DictView.Part.VALUES ? null : SetMethods.VIEW.bound(v, name);
            case Obj o -> o.attribute(run, name);
            default -> null;
        };
    }

    /** An attribute, never an item: the filter {@code attr}. */
    public static Value plain(Run run, Value value, String name) {
        if (value instanceof Undefined undefined) {
            return ofUndefined(run, undefined, name);
        }
        Value found = find(run, value, name);
        if (Hidden.has(value, name) || found != null && name.startsWith("_")) {
            return Undefined.unsafe(run.undefinedKind(), value, name);
        }
        return found != null ? found : run.missing(value, Str.of(name));
    }

    private static Value tuple(TupleValue tuple, String name) {
        int at = tuple.names().indexOf(name);
        return at >= 0 ? tuple.items().get(at) : ListMethods.TUPLE.bound(tuple, name);
    }
}
