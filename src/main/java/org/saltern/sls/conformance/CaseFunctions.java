package org.saltern.sls.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;
import org.saltern.sls.template.SaltCallError;
import org.saltern.sls.template.SaltCalls;

/** The functions that a case puts behind {@code salt}: each is described by one key. */
final class CaseFunctions implements SaltCalls {
    private final JsonNode functions;

    CaseFunctions(JsonNode functions) {
        this.functions = functions;
    }

    @Override
    public boolean has(String name) {
        return functions.has(name);
    }

    @Override
    public boolean hasModule(String module) {
        return functions.properties().stream().anyMatch(e -> e.getKey().startsWith(module + "."));
    }

    @Override
    public Object call(String name, List<Value> args, Map<String, Value> kwargs)
            throws SaltCallError {
        JsonNode function = functions.path(name);
        if (function.isTextual()) {
            return simple(function.asText(), args, kwargs);
        }
        var kind = function.properties().iterator().next();
        return switch (kind.getKey()) {
            case "returns" -> CaseValues.of(kind.getValue());
            case "get" -> get(CaseValues.of(kind.getValue()), args, kwargs);
            case "filter_by" -> filterBy((DictValue) CaseValues.of(kind.getValue()), args, kwargs);
            case "raises" ->
                    throw new SaltCallError(
                            kind.getValue().get(0).asText(), kind.getValue().get(1).asText());
            default -> simple(kind.getKey(), args, kwargs);
        };
    }

    private static Value simple(String kind, List<Value> args, Map<String, Value> kwargs)
            throws SaltCallError {
        return switch (kind) {
            case "echo" ->
                    args.isEmpty()
                            ? kwargs.values().stream().findFirst().orElse(None.NONE)
                            : args.get(0);
            case "args" -> {
                var named = new DictValue();
                kwargs.forEach(named::put);
                yield new DictValue().put("args", new ListValue(args)).put("kwargs", named);
            }
            default -> throw new SaltCallError("KeyError", kind);
        };
    }

    private static Value argument(
            List<Value> args, Map<String, Value> kwargs, int index, String name, Value missing) {
        return args.size() > index ? args.get(index) : kwargs.getOrDefault(name, missing);
    }

    /** Walks dicts and positions of lists. */
    private static Value get(Value data, List<Value> args, Map<String, Value> kwargs) {
        Value missing = argument(args, kwargs, 1, "default", Str.EMPTY);
        String delimiter = Repr.str(argument(args, kwargs, 2, "delimiter", Str.of(":")));
        Value now = data;
        for (String part :
                Repr.str(argument(args, kwargs, 0, "key", Str.EMPTY))
                        .split(java.util.regex.Pattern.quote(delimiter), -1)) {
            Value next = null;
            if (now instanceof DictValue dict) {
                next = dict.get(part);
                if (next == null && part.matches("-?\\d{1,9}")) {
                    next = dict.entries().get(Int.of(Long.parseLong(part)));
                }
            } else if (now instanceof ListValue list && part.matches("\\d{1,9}")) {
                int at = Integer.parseInt(part);
                next = at < list.items().size() ? list.items().get(at) : null;
            }
            if (next == null) {
                return missing;
            }
            now = next;
        }
        return now;
    }

    private static Value filterBy(DictValue grains, List<Value> args, Map<String, Value> kwargs)
            throws SaltCallError {
        DictValue lookup = (DictValue) argument(args, kwargs, 0, "lookup_dict", new DictValue());
        String grain = Repr.str(argument(args, kwargs, 1, "grain", Str.of("os_family")));
        Value merge = argument(args, kwargs, 2, "merge", None.NONE);
        Value fallback = argument(args, kwargs, 3, "default", Str.of("default"));
        Value base = argument(args, kwargs, 4, "base", None.NONE);
        Value value = get(grains, List.of(Str.of(grain), None.NONE), Map.of());
        List<Value> values = value instanceof ListValue l ? l.items() : List.of(value);
        Value found = null;
        for (Value each : values) {
            found = found != null || each == None.NONE ? found : lookup.get(Repr.str(each));
            for (var entry : lookup.entries().entrySet()) {
                if (found == null
                        && each != None.NONE
                        && glob(Repr.str(entry.getKey())).matcher(Repr.str(each)).matches()) {
                    found = entry.getValue();
                }
            }
        }
        Value result = found != null ? found : lookup.entries().getOrDefault(fallback, None.NONE);
        if (base != None.NONE && lookup.entries().get(base) instanceof DictValue based) {
            result = merged(based, result);
        }
        if (merge != None.NONE) {
            if (!(merge instanceof DictValue)) {
                throw new SaltCallError(
                        "SaltException", "filter_by merge argument must be a dictionary.");
            }
            result = result == None.NONE ? merge : merged(result, merge);
        }
        return result;
    }

    private static java.util.regex.Pattern glob(String pattern) {
        var out = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            out.append(
                    c == '*'
                            ? ".*"
                            : c == '?' ? "." : java.util.regex.Pattern.quote(String.valueOf(c)));
        }
        return java.util.regex.Pattern.compile(out.toString(), java.util.regex.Pattern.DOTALL);
    }

    private static Value merged(Value under, Value over) {
        if (!(under instanceof DictValue below) || !(over instanceof DictValue above)) {
            return over;
        }
        DictValue all = below.emptyCopy();
        all.entries().putAll(below.entries());
        above.entries()
                .forEach(
                        (k, v) ->
                                all.put(
                                        k,
                                        all.entries().containsKey(k)
                                                ? merged(all.entries().get(k), v)
                                                : v));
        return all;
    }
}
