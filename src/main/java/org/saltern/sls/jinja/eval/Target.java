package org.saltern.sls.jinja.eval;

import java.util.Iterator;
import java.util.List;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.Namespace;
import org.saltern.sls.jinja.values.Value;

/** What can stand on the left of an assignment. */
public sealed interface Target {
    /** Assigns a value. */
    void assign(Scope scope, Value value);

    /** Fails when an assignment could not succeed, whatever the value. */
    default void prepare(Scope scope) {}

    void check(Checks checks);

    /** A variable. */
    record Variable(int line, String name) implements Target {
        @Override
        public void assign(Scope scope, Value value) {
            scope.assign(name, value);
        }

        @Override
        public void check(Checks checks) {
            checks.stores(name, line);
        }
    }

    /** Several targets that share the items of a value. */
    record Several(List<Target> targets) implements Target {
        public Several {
            targets = List.copyOf(targets);
        }

        @Override
        public void assign(Scope scope, Value value) {
            if (!Iter.isIterable(value)) {
                throw Errors.type("cannot unpack non-iterable " + value.typeName() + " object");
            }
            Iterator<Value> items = Iter.of(scope.run, value);
            var found = new Value[targets.size()];
            for (int i = 0; i < found.length; i++) {
                if (!items.hasNext()) {
                    throw Errors.value(
                            "not enough values to unpack (expected "
                                    + found.length
                                    + ", got "
                                    + i
                                    + ")");
                }
                found[i] = items.next();
            }
            if (items.hasNext()) {
                throw Errors.value("too many values to unpack (expected " + found.length + ")");
            }
            for (int i = 0; i < found.length; i++) {
                targets.get(i).assign(scope, found[i]);
            }
        }

        @Override
        public void check(Checks checks) {
            targets.forEach(target -> target.check(checks));
        }
    }

    /** An attribute of a namespace. */
    record Attribute(int line, String name, String attribute) implements Target {
        @Override
        public void prepare(Scope scope) {
            if (!(scope.lookup(name) instanceof Namespace)) {
                throw Errors.runtime("cannot assign attribute on non-namespace object");
            }
        }

        @Override
        public void assign(Scope scope, Value value) {
            prepare(scope);
            ((Namespace) scope.lookup(name)).set(attribute, value);
        }

        @Override
        public void check(Checks checks) {
            checks.loads(name);
        }
    }
}
