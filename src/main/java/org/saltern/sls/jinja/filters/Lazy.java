package org.saltern.sls.jinja.filters;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.saltern.sls.jinja.values.Gen;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Value;

/** Generators: what they do, errors included, happens when they are passed over. */
public final class Lazy {
    private Lazy() {}

    /** A generator that is made when its first item is asked for. */
    public static Value of(Supplier<Iterator<Value>> make) {
        return Gen.of(
                new Iterator<>() {
                    private Iterator<Value> made;

                    private Iterator<Value> items() {
                        if (made == null) {
                            made = make.get();
                        }
                        return made;
                    }

                    @Override
                    public boolean hasNext() {
                        return items().hasNext();
                    }

                    @Override
                    public Value next() {
                        return items().next();
                    }
                });
    }

    static Iterator<Value> mapped(Iterator<Value> items, UnaryOperator<Value> change) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Value next() {
                return change.apply(items.next());
            }
        };
    }

    static Iterator<Value> filtered(Run run, Iterator<Value> items, Predicate<Value> test) {
        return new Iterator<>() {
            private Value next;

            @Override
            public boolean hasNext() {
                while (next == null && items.hasNext()) {
                    run.step();
                    Value item = items.next();
                    if (test.test(item)) {
                        next = item;
                    }
                }
                return next != null;
            }

            @Override
            public Value next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Value item = next;
                next = null;
                return item;
            }
        };
    }
}
