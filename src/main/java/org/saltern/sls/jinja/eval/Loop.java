package org.saltern.sls.jinja.eval;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Compare;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Fn;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** The variable {@code loop} in a loop. */
final class Loop extends Obj {
    /** Runs a recursive loop over other items; what it prints. */
    interface Recursion {
        Value over(Value items);
    }

    private static final Fn CYCLE =
            Fn.of(
                    "cycle(self, *args)",
                    (run, args) -> {
                        if (args.rest().isEmpty()) {
                            throw Errors.type("no items for cycling given");
                        }
                        return args.rest().get(((Loop) args.get(0)).index0 % args.rest().size());
                    });
    private static final Fn CHANGED =
            Fn.of(
                    "changed(self, *value)",
                    (run, args) -> Bool.of(((Loop) args.get(0)).changed(args.rest())));

    private final Run run;
    private final Value sized;
    private final Recursion recursion;
    private final int depth0;
    private Iterator<Value> items;
    private int index0 = -1;
    private long length = -1;
    private Value before;
    private Value current;
    private Value after;
    private TupleValue lastChanged;

    /** @param sized what has the length; null when the items have to be counted */
    Loop(Run run, Iterator<Value> items, Value sized, Recursion recursion, int depth0) {
        this.run = run;
        this.items = items;
        this.sized = sized;
        this.recursion = recursion;
        this.depth0 = depth0;
    }

    boolean hasNext() {
        return after != null || items.hasNext();
    }

    Value advance() {
        Value item = after != null ? after : items.next();
        after = null;
        index0++;
        before = current;
        current = item;
        return item;
    }

    private Value peek() {
        if (after == null && items.hasNext()) {
            after = items.next();
        }
        return after;
    }

    @Override
    public long length() {
        if (length < 0) {
            length = sized == null ? -1 : Iter.length(sized);
            if (length < 0) {
                List<Value> rest = new ArrayList<>();
                while (items.hasNext()) {
                    run.step();
                    rest.add(items.next());
                }
                items = rest.iterator();
                length = rest.size() + index0 + 1 + (after != null ? 1 : 0);
            }
        }
        return length;
    }

    private boolean changed(List<Value> values) {
        var now = new TupleValue(values);
        if (lastChanged != null && Compare.equal(lastChanged, now)) {
            return false;
        }
        lastChanged = now;
        return true;
    }

    @Override
    public Value attribute(Run unused, String name) {
        return switch (name) {
            case "index" -> Int.of(index0 + 1L);
            case "index0" -> Int.of(index0);
            case "revindex" -> Int.of(length() - index0);
            case "revindex0" -> Int.of(length() - index0 - 1);
            case "first" -> Bool.of(index0 == 0);
            case "last" -> Bool.of(peek() == null);
            case "length" -> Int.of(length());
            case "depth" -> Int.of(depth0 + 1L);
            case "depth0" -> Int.of(depth0);
            case "previtem" -> index0 == 0 ? run.undefined("there is no previous item") : before;
            case "nextitem" -> peek() != null ? after : run.undefined("there is no next item");
            case "cycle" -> CYCLE.bound(this);
            case "changed" -> CHANGED.bound(this);
            default -> null;
        };
    }

    @Override
    public Set<String> hidden() {
        return Set.of(
                "_iterable",
                "_iterator",
                "_undefined",
                "_recurse",
                "_length",
                "_after",
                "_current",
                "_before",
                "_last_changed_value",
                "_to_iterator",
                "_peek_next");
    }

    @Override
    public boolean isIterable() {
        return true;
    }

    @Override
    public Iterator<Value> iterate(Run unused) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Loop.this.hasNext();
            }

            @Override
            public Value next() {
                return TupleValue.of(advance(), Loop.this);
            }
        };
    }

    @Override
    public boolean isCallable() {
        return true;
    }

    @Override
    public Value call(Run unused, Args args) {
        if (args.count() != 1 || !args.named().equals(Map.of())) {
            throw Errors.type("LoopContext.__call__() takes 2 positional arguments");
        }
        if (recursion == null) {
            throw Errors.type(
                    "The loop must have the 'recursive' marker to be called recursively.");
        }
        return recursion.over(args.get(0));
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }

    @Override
    public String qualifiedTypeName() {
        return "jinja2.runtime.LoopContext";
    }

    @Override
    public String repr() {
        return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
    }
}
