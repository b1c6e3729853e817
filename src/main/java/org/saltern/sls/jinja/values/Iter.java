package org.saltern.sls.jinja.values;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.saltern.sls.jinja.JinjaError;

/** Python's {@code iter}. */
public final class Iter {
    private Iter() {}

    /** A pass over the items; a {@code TypeError} when the value has none. Does not count steps. */
    public static Iterator<Value> of(Run run, Value value) {
        return switch (value) {
            case ListValue l -> live(l.items());
            case TupleValue t -> t.items().iterator();
            case Str s -> characters(s);
            case Bytes b -> numbers(b);
            case DictValue d -> entries(d, Map.Entry::getKey);
            case SetValue s -> s.ordered().iterator();
            case Undefined u -> {
                u.use();
                yield Collections.emptyIterator();
            }
            case Obj o -> o.iterate(run);
            default -> throw Errors.type("'" + value.typeName() + "' object is not iterable");
        };
    }

    /** Whether {@link #of} would succeed; a {@code TypeError} for nothing. */
    public static boolean isIterable(Value value) {
        return switch (value) {
            case ListValue ignored -> true;
            case TupleValue ignored -> true;
            case Str ignored -> true;
            case Bytes ignored -> true;
            case DictValue ignored -> true;
            case SetValue ignored -> true;
            case Undefined u -> {
                u.use();
                yield true;
            }
            case Obj o -> o.isIterable();
            default -> false;
        };
    }

    /** The number of items; -1 when the value has no length. */
    public static long length(Value value) {
        return switch (value) {
            case Str s -> s.length();
            case Bytes b -> b.length();
            case ListValue l -> l.items().size();
            case TupleValue t -> t.items().size();
            case DictValue d -> d.entries().size();
            case SetValue s -> s.items().size();
            case Undefined u -> {
                u.use();
                yield 0;
            }
            case Obj o -> o.length();
            default -> -1;
        };
    }

    /** A list may grow while it is passed over; Python then goes on. */
    private static Iterator<Value> live(List<Value> items) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < items.size();
            }

            @Override
            public Value next() {
                if (next >= items.size()) {
                    throw new NoSuchElementException();
                }
                return items.get(next++);
            }
        };
    }

    private static Iterator<Value> characters(Str text) {
        return text.text()
                .codePoints()
                .mapToObj(c -> (Value) Str.of(Character.toString(c)))
                .iterator();
    }

    private static Iterator<Value> numbers(Bytes bytes) {
        return bytes.latin1().chars().mapToObj(c -> (Value) Int.of(c)).iterator();
    }

    /** A pass over a dict that ends with Python's error when the dict changes its size meanwhile. */
    public static Iterator<Value> entries(
            DictValue dict, Function<Map.Entry<Value, Value>, Value> pick) {
        Map<Value, Value> map = dict.entries();
        Iterator<Map.Entry<Value, Value>> all = map.entrySet().iterator();
        int size = map.size();
        return new Iterator<>() {
            private boolean done;

            @Override
            public boolean hasNext() {
                if (done) {
                    return false;
                }
                if (map.size() != size) {
                    throw new JinjaError(
                            "RuntimeError", "dictionary changed size during iteration");
                }
                done = !all.hasNext();
                return !done;
            }

            @Override
            public Value next() {
                try {
                    return pick.apply(all.next());
                } catch (java.util.ConcurrentModificationException e) {
                    throw new JinjaError(
                            "RuntimeError", "dictionary keys changed during iteration", e);
                }
            }
        };
    }
}
