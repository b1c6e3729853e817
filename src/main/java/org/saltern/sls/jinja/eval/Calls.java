package org.saltern.sls.jinja.eval;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** Expressions that call something. */
public final class Calls {
    private Calls() {}

    /**
     * The arguments of a call.
     *
     * @param rest the expression behind {@code *}; may be null
     * @param more the expression behind {@code **}; may be null
     */
    public record Arguments(
            List<Expr> positional, List<String> names, List<Expr> named, Expr rest, Expr more) {
        public static final Arguments NONE =
                new Arguments(List.of(), List.of(), List.of(), null, null);

        public Arguments {
            positional = List.copyOf(positional);
            names = List.copyOf(names);
            named = List.copyOf(named);
        }

        Args eval(Scope scope, Value first) {
            if (first == null
                    && positional.isEmpty()
                    && names.isEmpty()
                    && rest == null
                    && more == null) {
                return Args.NONE;
            }
            var values = new ArrayList<Value>(positional.size() + 1);
            if (first != null) {
                values.add(first);
            }
            for (Expr each : positional) {
                values.add(each.eval(scope));
            }
            if (rest != null) {
                Value all = rest.eval(scope);
                if (!Iter.isIterable(all)) {
                    throw Errors.type(
                            "argument after * must be an iterable, not " + all.typeName());
                }
                values.addAll(scope.run.list(all));
            }
            return new Args(values, names.isEmpty() && more == null ? Map.of() : keywords(scope));
        }

        private Map<String, Value> keywords(Scope scope) {
            var all = new LinkedHashMap<String, Value>();
            for (int i = 0; i < names.size(); i++) {
                all.put(names.get(i), named.get(i).eval(scope));
            }
            if (more != null) {
                Value given = more.eval(scope);
                if (!(given instanceof DictValue dict)) {
                    throw Errors.type(
                            "argument after ** must be a mapping, not " + given.typeName());
                }
                dict.entries()
                        .forEach(
                                (key, value) -> {
                                    if (!(key instanceof Str name)) {
                                        throw Errors.type("keywords must be strings");
                                    }
                                    if (all.put(name.text(), value) != null) {
                                        throw Errors.type(
                                                "got multiple values for keyword argument '"
                                                        + name.text()
                                                        + "'");
                                    }
                                });
            }
            return all;
        }

        void check(Checks checks) {
            positional.forEach(each -> each.check(checks));
            named.forEach(each -> each.check(checks));
            if (new HashSet<>(names).size() < names.size()) {
                checks.pythonSyntax("keyword argument repeated");
            }
            if (rest != null) {
                rest.check(checks);
            }
            if (more != null) {
                more.check(checks);
            }
        }
    }

    /** {@code of(…)}. */
    public record Call(int line, Expr of, Arguments arguments) implements Expr {
        @Override
        public Value eval(Scope scope) {
            return eval(scope, null);
        }

        /** The call with one more argument, {@code caller}, when that is not null. */
        Value eval(Scope scope, Value caller) {
            Value function = of.eval(scope);
            scope.run.requireDefined(function);
            Args args = arguments.eval(scope, null);
            if (caller != null && args.named().containsKey("caller")) {
                throw Errors.type("got multiple values for keyword argument 'caller'");
            }
            return scope.run.callFrom(
                    scope, function, caller == null ? args : args.with("caller", caller));
        }

        @Override
        public void check(Checks checks) {
            of.check(checks);
            arguments.check(checks);
        }

        @Override
        public String kind() {
            return "call";
        }
    }

    /** {@code of|name(…)}; {@code of} is null in filter blocks. */
    public record FilterCall(int line, Expr of, String name, Arguments arguments) implements Expr {
        @Override
        public Value eval(Scope scope) {
            return apply(scope, of.eval(scope));
        }

        /** The filter, and those before it in a chain, applied to a block's text. */
        Value applyTo(Scope scope, Value text) {
            return apply(scope, of instanceof FilterCall inner ? inner.applyTo(scope, text) : text);
        }

        private Value apply(Scope scope, Value value) {
            return scope.run.filterFrom(scope, name, arguments.eval(scope, value));
        }

        @Override
        public void check(Checks checks) {
            checks.filter(name, line);
            if (of != null) {
                of.check(checks);
            }
            arguments.check(checks);
        }

        @Override
        public String kind() {
            return "filter";
        }
    }

    /** {@code of is name(…)}. */
    public record TestCall(int line, Expr of, String name, Arguments arguments) implements Expr {
        @Override
        public Value eval(Scope scope) {
            return Bool.of(scope.run.testFrom(scope, name, arguments.eval(scope, of.eval(scope))));
        }

        @Override
        public void check(Checks checks) {
            checks.test(name, line);
            of.check(checks);
            arguments.check(checks);
        }

        @Override
        public String kind() {
            return "test";
        }
    }
}
