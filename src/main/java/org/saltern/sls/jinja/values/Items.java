package org.saltern.sls.jinja.values;

import java.util.ArrayList;
import java.util.List;

/** {@code value[key]} as Python has it, with Python's errors. */
public final class Items {
    private Items() {}

    public static Value get(Run run, Value value, Value key) {
        return switch (value) {
            case DictValue d -> {
                Value found = d.entries().get(Hashing.checked(key));
                if (found == null) {
                    throw Errors.key(key);
                }
                yield found;
            }
            case ListValue l ->
                    key instanceof SliceValue slice
                            ? new ListValue(sliced(run, l.items(), slice))
                            : l.items().get(position(key, l.items().size(), "list"));
            case TupleValue t ->
                    key instanceof SliceValue slice
                            ? new TupleValue(sliced(run, t.items(), slice))
                            : t.items().get(position(key, t.items().size(), "tuple"));
            case Str s -> text(run, s, key);
            case Bytes b -> bytes(b, key);
            case Undefined u -> {
                if (u.kind() == org.saltern.sls.jinja.UndefinedKind.CHAINABLE) {
                    yield u;
                }
                throw u.failure();
            }
            case Obj o -> o.item(run, key);
            default -> throw Errors.type("'" + value.typeName() + "' object is not subscriptable");
        };
    }

    private static int position(Value key, int size, String type) {
        if (!(key instanceof Int) && !(key instanceof Bool)) {
            throw Errors.type(type + " indices must be integers or slices, not " + key.typeName());
        }
        long index = key instanceof Int i && !i.isSmall() ? Long.MAX_VALUE : Numbers.index(key);
        long real = index < 0 ? index + size : index;
        if (real < 0 || real >= size) {
            throw Errors.index(type + " index out of range");
        }
        return (int) real;
    }

    private static List<Value> sliced(Run run, List<Value> items, SliceValue slice) {
        SliceValue.Cut cut = slice.over(items.size());
        if (cut.step() == 1) {
            return cut.stop() <= cut.start() ? List.of() : items.subList(cut.start(), cut.stop());
        }
        run.makesItems(items.size());
        var out = new ArrayList<Value>();
        cut.indexes().forEach(i -> out.add(items.get(i)));
        return out;
    }

    private static Value text(Run run, Str text, Value key) {
        String s = text.text();
        int length = text.length();
        if (!(key instanceof SliceValue slice)) {
            int at = position(key, length, "string");
            int from = length == s.length() ? at : s.offsetByCodePoints(0, at);
            return text.like(Character.toString(s.codePointAt(from)));
        }
        SliceValue.Cut cut = slice.over(length);
        if (cut.step() == 1 && length == s.length()) {
            return text.like(cut.stop() <= cut.start() ? "" : s.substring(cut.start(), cut.stop()));
        }
        run.makes(length);
        int[] points = s.codePoints().toArray();
        var out = new StringBuilder();
        cut.indexes().forEach(i -> out.appendCodePoint(points[i]));
        return text.like(out.toString());
    }

    private static Value bytes(Bytes bytes, Value key) {
        String s = bytes.latin1();
        if (key instanceof SliceValue slice) {
            var out = new StringBuilder();
            slice.over(s.length()).indexes().forEach(i -> out.append(s.charAt(i)));
            return Bytes.latin1(out.toString());
        }
        return Int.of(s.charAt(position(key, s.length(), "index")));
    }
}
