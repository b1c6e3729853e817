package org.saltern.sls.jinja.filters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.methods.DictMethods;
import org.saltern.sls.jinja.text.Lorem;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Fn;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Namespace;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.RangeValue;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** Jinja2's global functions. */
public final class Globals {
    private Globals() {}

    /** All of them by name; new ones at each call. */
    public static Map<String, Value> all() {
        var all = new LinkedHashMap<String, Value>();
        all.put("range", Fn.of("range(*args)", (run, a) -> range(a)));
        all.put("dict", new TypeObject("dict", (run, a) -> dict(run, a, DictValue.Kind.DICT)));
        all.put(
                "lipsum",
                Fn.of("generate_lorem_ipsum(n=5, html=True, min=20, max=100)", Globals::lipsum));
        all.put("cycler", new TypeObject("Cycler", (run, a) -> new Cycler(a.rest())));
        all.put(
                "joiner",
                new TypeObject(
                        "Joiner",
                        (run, a) -> {
                            Value separator =
                                    a.rest().isEmpty()
                                            ? a.named().getOrDefault("sep", Str.of(", "))
                                            : a.rest().get(0);
                            return new Joiner(separator);
                        }));
        all.put(
                "namespace",
                new TypeObject(
                        "Namespace",
                        (run, a) -> new Namespace(dict(run, a, DictValue.Kind.DICT).entries())));
        return all;
    }

    /** A dict made of a mapping, pairs and named arguments. */
    public static DictValue dict(Run run, Bound a, DictValue.Kind kind) {
        return DictMethods.fill(run, new DictValue(kind), "dict", new Args(a.rest(), a.named()));
    }

    private static Value range(Bound a) {
        List<Value> args = a.rest();
        if (args.isEmpty() || args.size() > 3) {
            throw Errors.type(
                    "range expected at "
                            + (args.isEmpty() ? "least 1" : "most 3")
                            + " argument, got "
                            + args.size());
        }
        long[] numbers = new long[args.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    args.get(i) instanceof Int big && !big.isSmall()
                            ? (big.signum() < 0 ? Long.MIN_VALUE / 4 : Long.MAX_VALUE / 4)
                            : org.saltern.sls.jinja.values.Numbers.index(args.get(i));
        }
        return switch (numbers.length) {
            case 1 -> new RangeValue(0, numbers[0], 1);
            case 2 -> new RangeValue(numbers[0], numbers[1], 1);
            default -> new RangeValue(numbers[0], numbers[1], numbers[2]);
        };
    }

    private static Value lipsum(Run run, Bound a) {
        run.makes(a.longNumber(0) * Math.max(1, a.longNumber(3)) * 8);
        String text = Lorem.ipsum(a.number(0), a.truth(1), a.number(2), a.number(3));
        return a.truth(1) ? Str.markup(text) : Str.of(text);
    }

    /** A class that templates call to make an object. */
    public static final class TypeObject extends Obj {
        private final String name;
        private final org.saltern.sls.jinja.values.Native make;
        private final org.saltern.sls.jinja.values.Signature signature;

        /** @param make gets all positional arguments as the rest, all named ones as named */
        public TypeObject(String name, org.saltern.sls.jinja.values.Native make) {
            this.name = name;
            this.make = make;
            this.signature = org.saltern.sls.jinja.values.Signature.of(name + "(*args, **kwargs)");
        }

        @Override
        public boolean isCallable() {
            return true;
        }

        @Override
        public Value call(Run run, Args args) {
            return make.run(run, signature.bind(args));
        }

        @Override
        public Value attribute(Run run, String attribute) {
            return name.equals("dict") && attribute.equals("fromkeys")
                    ? run.attribute(new DictValue(), "fromkeys")
                    : null;
        }

        /** Python's generic alias: {@code dict['a']} prints as itself. */
        @Override
        public Value item(Run run, Value key) {
            if (!name.equals("dict")) {
                return super.item(run, key);
            }
            String inside = org.saltern.sls.jinja.values.Repr.repr(key);
            return new Alias(
                    "dict["
                            + (key instanceof TupleValue
                                    ? inside.substring(1, inside.length() - 1)
                                    : inside)
                            + "]");
        }

        @Override
        public java.util.Set<String> hidden() {
            return java.util.Set.of(
                    "mro",
                    "__mro__",
                    "__bases__",
                    "__subclasses__",
                    "__name__",
                    "__module__",
                    "__dict__",
                    "__call__",
                    "__base__",
                    "__qualname__");
        }

        @Override
        public String typeName() {
            return "type";
        }

        @Override
        public String repr() {
            return switch (name) {
                case "Cycler", "Joiner", "Namespace" -> "<class 'jinja2.utils." + name + "'>";
                case "OrderedDict" -> "<class 'collections.OrderedDict'>";
                default -> "<class '" + name + "'>";
            };
        }
    }

    /** A class with parameters, which does nothing but print. */
    private static final class Alias extends Obj {
        private final String text;

        Alias(String text) {
            this.text = text;
        }

        @Override
        public String typeName() {
            return "GenericAlias";
        }

        @Override
        public String repr() {
            return text;
        }
    }

    /** {@code cycler(…)}. */
    private static final class Cycler extends Obj {
        private final List<Value> items;
        private int at;

        Cycler(List<Value> items) {
            if (items.isEmpty()) {
                throw new JinjaError("RuntimeError", "at least one item has to be provided");
            }
            this.items = List.copyOf(items);
        }

        @Override
        public Value attribute(Run run, String name) {
            return switch (name) {
                case "items" -> new TupleValue(items);
                case "pos" -> Int.of(at);
                case "current" -> items.get(at);
                case "next" -> Fn.of("next()", (r, a) -> next());
                case "reset" -> Fn.of("reset()", (r, a) -> reset());
                default -> null;
            };
        }

        private Value next() {
            Value current = items.get(at);
            at = (at + 1) % items.size();
            return current;
        }

        private Value reset() {
            at = 0;
            return None.NONE;
        }

        @Override
        public String typeName() {
            return "Cycler";
        }

        @Override
        public String qualifiedTypeName() {
            return "jinja2.utils.Cycler";
        }
    }

    /** {@code joiner(sep)}. */
    private static final class Joiner extends Obj {
        private final Value separator;
        private boolean used;

        Joiner(Value separator) {
            this.separator = separator;
        }

        @Override
        public boolean isCallable() {
            return true;
        }

        @Override
        public Value call(Run run, Args args) {
            boolean first = !used;
            used = true;
            return first ? Str.EMPTY : separator;
        }

        @Override
        public Value attribute(Run run, String name) {
            return switch (name) {
                case "sep" -> separator;
                case "used" -> org.saltern.sls.jinja.values.Bool.of(used);
                default -> null;
            };
        }

        @Override
        public String typeName() {
            return "Joiner";
        }

        @Override
        public String qualifiedTypeName() {
            return "jinja2.utils.Joiner";
        }
    }
}
