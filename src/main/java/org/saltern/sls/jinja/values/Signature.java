package org.saltern.sls.jinja.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a function, written as in Python: {@code split(self, /, sep=None, maxsplit=-1)}, {@code f(a, *args, **kw)},
 * {@code f(a, *, key=None)}. Defaults are numbers, quoted texts, {@code None}, {@code True}, {@code False} or {@code ()}.
 */
public final class Signature {
    private record Param(String name, Value fallback, boolean byPosition, boolean byName) {}

    private final String function;
    private final List<Param> params = new ArrayList<>();
    private boolean takesRest;
    private boolean takesNamed;

    private Signature(String function) {
        this.function = function;
    }

    public static Signature of(String text) {
        int open = text.indexOf('(');
        var signature = new Signature(text.substring(0, open));
        String inner = text.substring(open + 1, text.length() - 1).trim();
        boolean positional = true;
        for (String part : inner.isEmpty() ? new String[0] : inner.split(",\\s*")) {
            if (part.equals("/")) {
                signature.params.replaceAll(p -> new Param(p.name, p.fallback, true, false));
            } else if (part.equals("*")) {
                positional = false;
            } else if (part.startsWith("**")) {
                signature.takesNamed = true;
            } else if (part.startsWith("*")) {
                signature.takesRest = true;
                positional = false;
            } else {
                signature.params.add(param(part, positional));
            }
        }
        return signature;
    }

    private static Param param(String part, boolean positional) {
        int equals = part.indexOf('=');
        return equals < 0
                ? new Param(part, null, positional, true)
                : new Param(
                        part.substring(0, equals),
                        literal(part.substring(equals + 1)),
                        positional,
                        true);
    }

    private static Value literal(String text) {
        return switch (text) {
            case "None" -> None.NONE;
            case "True" -> Bool.TRUE;
            case "False" -> Bool.FALSE;
            case "()" -> TupleValue.EMPTY;
            default -> {
                if (text.startsWith("'")) {
                    yield Str.of(text.substring(1, text.length() - 1).replace("\\n", "\n"));
                }
                yield text.contains(".")
                        ? new Float(Double.parseDouble(text))
                        : Int.of(Long.parseLong(text));
            }
        };
    }

    public String function() {
        return function;
    }

    /** Binds arguments; a {@code TypeError} in Python's words when they do not fit. */
    public Bound bind(Args args) {
        Value[] values = new Value[params.size()];
        List<Value> given = args.positional();
        int at = 0;
        for (int i = 0; i < values.length && at < given.size(); i++) {
            if (params.get(i).byPosition) {
                values[i] = given.get(at++);
            }
        }
        if (at < given.size() && !takesRest) {
            throw Errors.type(
                    function
                            + "() takes "
                            + values.length
                            + " positional arguments but "
                            + given.size()
                            + " were given");
        }
        List<Value> rest =
                at < given.size() ? List.copyOf(given.subList(at, given.size())) : List.of();
        Map<String, Value> named = args.named().isEmpty() ? Map.of() : named(args, values);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = params.get(i).fallback;
                if (values[i] == null) {
                    throw Errors.type(
                            function
                                    + "() missing 1 required positional argument: '"
                                    + params.get(i).name
                                    + "'");
                }
            }
        }
        return new Bound(values, rest, named);
    }

    private Map<String, Value> named(Args args, Value[] values) {
        var more = new LinkedHashMap<String, Value>();
        for (var entry : args.named().entrySet()) {
            int at = index(entry.getKey());
            if (at < 0) {
                if (!takesNamed) {
                    throw Errors.type(
                            function
                                    + "() got an unexpected keyword argument '"
                                    + entry.getKey()
                                    + "'");
                }
                more.put(entry.getKey(), entry.getValue());
            } else if (values[at] != null) {
                throw Errors.type(
                        function + "() got multiple values for argument '" + entry.getKey() + "'");
            } else {
                values[at] = entry.getValue();
            }
        }
        return more;
    }

    private int index(String name) {
        for (int i = 0; i < params.size(); i++) {
            if (params.get(i).byName && params.get(i).name.equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
