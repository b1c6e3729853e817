package org.saltern.sls.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.sls.jinja.Jinja;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.filters.Globals;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Fn;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** What Salt adds to Jinja2 for one rendering. */
final class SaltEnvironment {
    private static final FilterTable FILTERS =
            new FilterTable()
                    .addAll(RegexFilters.TABLE)
                    .addAll(ConvertFilters.TABLE)
                    .addAll(ListFilters.TABLE)
                    .addAll(IterFilters.TABLE)
                    .addAll(DictFilters.TABLE)
                    .addAll(SerialFilters.TABLE)
                    .addAll(HashFilters.TABLE)
                    .addAll(NetFilters.TABLE)
                    .addAll(HostFilters.TABLE);

    private static final FilterTable TESTS =
            new FilterTable()
                    .addAll(RegexFilters.TESTS)
                    .add("list(value)", (run, a) -> Bool.of(a.get(0) instanceof ListValue));

    private final SaltCalls salt;
    private final Map<String, Value> variables;

    SaltEnvironment(SaltCalls salt, Map<String, Value> variables) {
        this.salt = salt;
        this.variables = variables;
    }

    Jinja.Extensions extensions() {
        var globals = new LinkedHashMap<String, Value>();
        globals.put("raise", Fn.of("jinja_raise(msg)", (run, a) -> raise(a)));
        globals.put(
                "odict",
                new Globals.TypeObject(
                        "OrderedDict", (run, a) -> Globals.dict(run, a, DictValue.Kind.ORDERED)));
        globals.put(
                "show_full_context",
                Fn.of("show_full_context()", (run, a) -> simple(run, run.variables())));
        globals.put("ifelse", Fn.of("ifelse(*args, **kwargs)", this::ifelse));
        globals.putAll(variables);
        return new Jinja.Extensions(
                FILTERS.all(), TESTS.all(), globals, SaltTags.all(), SaltEnvironment::printable);
    }

    private static Value raise(Bound a) {
        throw new JinjaError("TemplateError", Repr.str(a.get(0)));
    }

    /** Printed dicts look like plain ones, whatever their class. */
    private static Value printable(Run run, Value value) {
        run.step();
        return switch (value) {
            case DictValue dict -> {
                var printed = new DictValue(DictValue.Kind.PRINTABLE);
                dict.entries().forEach((k, v) -> printed.entries().put(k, printable(run, v)));
                yield printed;
            }
            case ListValue list ->
                    new ListValue(list.items().stream().map(each -> printable(run, each)).toList());
            case TupleValue tuple -> {
                if (!tuple.names().isEmpty()) {
                    throw Errors.type(
                            "_GroupTuple.__new__() missing 1 required positional argument: 'list'");
                }
                yield new TupleValue(
                        tuple.items().stream().map(each -> printable(run, each)).toList());
            }
            case SetValue set when !set.isFrozen() -> new SetValue(set.items());
            default -> value;
        };
    }

    /** Values that are no plain data become their printed form. */
    private static Value simple(Run run, Value value) {
        run.step();
        return switch (value) {
            case DictValue dict -> {
                var out = new DictValue();
                dict.entries()
                        .forEach(
                                (k, v) ->
                                        out.put(
                                                isPlain(k) ? k : Str.of(Repr.repr(k)),
                                                simple(run, v)));
                yield out;
            }
            case ListValue list ->
                    new ListValue(list.items().stream().map(each -> simple(run, each)).toList());
            case TupleValue tuple ->
                    new ListValue(tuple.items().stream().map(each -> simple(run, each)).toList());
            default -> isPlain(value) ? value : Str.of(Repr.repr(value));
        };
    }

    private static boolean isPlain(Value value) {
        return value instanceof Str
                || value instanceof Int
                || value instanceof Float
                || value instanceof Bool
                || value == None.NONE;
    }

    /** {@code match.ifelse}: pairs of a matcher and a value, then the value when none matches. */
    private Value ifelse(Run run, Bound a) {
        List<Value> args = a.rest();
        if (args.size() % 2 == 0) {
            throw new JinjaError(
                    "SaltException", "The ifelse function must have an odd number of arguments!");
        } else if (args.size() == 1) {
            return args.get(0);
        } else if (salt.has("match.ifelse")) {
            return run.outside(() -> called(args, a.named()));
        }
        for (int i = 0; i + 1 < args.size(); i += 2) {
            if (matches(args.get(i), a.named().get("minion_id"))) {
                return args.get(i + 1);
            }
        }
        return args.get(args.size() - 1);
    }

    private Value called(List<Value> args, Map<String, Value> named) {
        try {
            return JsonValues.of(salt.call("match.ifelse", new ArrayList<>(args), named));
        } catch (SaltCallError e) {
            throw new JinjaError(e.type(), e.getMessage(), e);
        }
    }

    private boolean matches(Value matcher, Value minion) {
        if (matcher instanceof Bool on) {
            return on.value();
        }
        Value id =
                minion != null
                        ? minion
                        : variables.get("grains") instanceof DictValue grains
                                ? grains.get("id")
                                : null;
        return id != null
                && matcher instanceof Str pattern
                && Regexes.glob(pattern.text()).matcher(Repr.str(id)).matches();
    }
}
