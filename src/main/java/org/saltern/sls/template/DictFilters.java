package org.saltern.sls.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.filters.Soft;
import org.saltern.sls.jinja.methods.DictMethods;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.Compare;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Items;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Salt's filters on dicts and what is nested in them. */
final class DictFilters {
    static final FilterTable TABLE =
            new FilterTable()
                    .add("traverse(data, key, default=None, delimiter=':')", DictFilters::traverse)
                    .add(
                            "compare_dicts(old=None, new=None)",
                            (run, a) ->
                                    compare(
                                            dict(a.get(0)),
                                            a.isNone(1) ? new DictValue() : dict(a.get(1))))
                    .add(
                            "set_dict_key_value(in_dict, keys, value, delimiter=':',"
                                    + " ordered_dict=False)",
                            (run, a) -> {
                                Last last = last(a);
                                last.in.put(last.key, a.get(2));
                                return a.get(0);
                            })
                    .add(
                            "update_dict_key_value(in_dict, keys, value, delimiter=':',"
                                    + " ordered_dict=False)",
                            DictFilters::update)
                    .add(
                            "append_dict_key_value(in_dict, keys, value, delimiter=':',"
                                    + " ordered_dict=False)",
                            (run, a) -> {
                                target(a, "append").items().add(a.get(2));
                                return a.get(0);
                            })
                    .add(
                            "extend_dict_key_value(in_dict, keys, value, delimiter=':',"
                                    + " ordered_dict=False)",
                            (run, a) -> {
                                ListValue target = target(a, "extend");
                                if (!Iter.isIterable(a.get(2))) {
                                    throw invocation(
                                            "Cannot extend "
                                                    + ConvertFilters.className(target)
                                                    + " with a "
                                                    + ConvertFilters.className(a.get(2))
                                                    + ".");
                                }
                                target.items().addAll(run.list(a.get(2)));
                                return a.get(0);
                            })
                    .add(
                            "json_encode_dict(data, encoding=None, errors='strict', keep=False)",
                            (run, a) -> encoded(run, new DictValue(mapping(a.get(0)).entries())))
                    .alias("json_decode_dict", "json_encode_dict")
                    .add(
                            "json_encode_list(data, encoding=None, errors='strict', keep=False)",
                            (run, a) -> encoded(run, new ListValue(run.list(a.get(0)))))
                    .alias("json_decode_list", "json_encode_list")
                    .add("mysql_to_dict(data, key)", DictFilters::mysql)
                    .add(
                            "json_query(data, expr)",
                            (run, a) -> JsonQuery.answer(a.get(0), a.get(1)));

    private DictFilters() {}

    private static DictValue dict(Value value) {
        if (value instanceof DictValue dict) {
            return dict;
        } else if (value instanceof Undefined u) {
            throw u.failure();
        }
        throw Errors.type("argument of type '" + value.typeName() + "' is not a dict");
    }

    /** A dict that is about to be passed over. */
    private static DictValue mapping(Value value) {
        if (value instanceof DictValue || value instanceof Undefined) {
            return dict(value);
        }
        throw Errors.attribute(value, "items");
    }

    private static JinjaError invocation(String message) {
        return new JinjaError("SaltInvocationError", message);
    }

    private static Value traverse(Run run, Bound a) {
        List<Value> path =
                switch (a.get(1)) {
                    case Str s -> run.list(Soft.method(run, s, "split", a.get(3)));
                    case Int i -> List.of(i);
                    default -> run.list(a.get(1));
                };
        Value now = a.get(0);
        for (Value key : path) {
            now = now instanceof ListValue list ? inList(list, key) : inOther(run, now, key);
            if (now == null) {
                return a.get(2);
            }
        }
        return now;
    }

    /** A key of a dict in the list, or a position; null when there is neither. */
    private static Value inList(ListValue list, Value key) {
        Value number = key instanceof Str s ? Numbers.parseInt(s.text(), 10) : key;
        Value wanted = number == null ? key : number;
        for (Value item : list.items()) {
            if (item instanceof DictValue dict && dict.entries().containsKey(wanted)) {
                return dict.entries().get(wanted);
            }
        }
        if (!(number instanceof Int index) || !index.isSmall()) {
            return null;
        }
        long at = index.small() < 0 ? index.small() + list.items().size() : index.small();
        return at >= 0 && at < list.items().size() ? list.items().get((int) at) : null;
    }

    private static Value inOther(Run run, Value value, Value key) {
        try {
            return Items.get(run, value, key);
        } catch (JinjaError e) {
            if (e.type().equals("KeyError")
                    && value instanceof DictValue dict
                    && key instanceof Str text) {
                Value typed = YamlText.scalarOrNull(text.text());
                return typed == null || Compare.equal(typed, key)
                        ? null
                        : dict.entries().get(typed);
            } else if (e.type().equals("TypeError") || e.type().equals("KeyError")) {
                return null;
            }
            throw e;
        }
    }

    private static Value compare(DictValue old, DictValue now) {
        var out = new DictValue();
        var keys = new LinkedHashSet<>(now.entries().keySet());
        keys.addAll(old.entries().keySet());
        for (Value key : keys) {
            Value before = old.entries().get(key);
            Value after = now.entries().get(key);
            if (before == null) {
                out.put(key, new DictValue().put("old", Str.EMPTY).put("new", after));
            } else if (after == null) {
                out.put(key, new DictValue().put("new", Str.EMPTY).put("old", before));
            } else if (!Compare.equal(before, after)) {
                out.put(key, new DictValue().put("old", before).put("new", after));
            }
        }
        return out;
    }

    private record Last(DictValue in, Value key) {}

    /** The dict that holds the last key of a path; those on the way are made. */
    private static Last last(Bound a) {
        DictValue now = dict(a.get(0));
        String[] keys = a.text(1).split(Pattern.quote(a.text(3)), -1);
        for (String key : Arrays.copyOf(keys, keys.length - 1)) {
            if (!(now.get(key) instanceof DictValue)) {
                now.put(
                        key,
                        new DictValue(a.truth(4) ? DictValue.Kind.ORDERED : DictValue.Kind.DICT));
            }
            now = (DictValue) now.get(key);
        }
        return new Last(now, Str.of(keys[keys.length - 1]));
    }

    private static ListValue target(Bound a, String verb) {
        Last last = last(a);
        Value there = last.in.entries().get(last.key);
        if (there == null || there == None.NONE) {
            var made = new ListValue();
            last.in.put(last.key, made);
            return made;
        } else if (there instanceof ListValue list) {
            return list;
        }
        throw invocation(
                "The last key contains a "
                        + ConvertFilters.className(there)
                        + ", which cannot "
                        + verb
                        + ".");
    }

    private static Value update(Run run, Bound a) {
        Last last = last(a);
        Value there = last.in.entries().get(last.key);
        if (there == null || there == None.NONE) {
            there = new DictValue(a.truth(4) ? DictValue.Kind.ORDERED : DictValue.Kind.DICT);
            last.in.put(last.key, there);
        }
        if (!(there instanceof DictValue dict)) {
            throw invocation(
                    "The last key contains a "
                            + ConvertFilters.className(there)
                            + ", which cannot update.");
        }
        try {
            DictMethods.fill(run, dict, "update", Args.of(a.get(2)));
        } catch (JinjaError e) {
            if (e.type().equals("ValueError") || e.type().equals("TypeError")) {
                throw invocation(
                        "Cannot update "
                                + ConvertFilters.className(dict)
                                + " with a "
                                + ConvertFilters.className(a.get(2))
                                + ".");
            }
            throw e;
        }
        return a.get(0);
    }

    private static Value encoded(Run run, Value value) {
        run.step();
        return switch (value) {
            case Str s -> Bytes.of(ConvertFilters.bytes(s));
            case ListValue l ->
                    new ListValue(l.items().stream().map(each -> encoded(run, each)).toList());
            case TupleValue t ->
                    new ListValue(t.items().stream().map(each -> encoded(run, each)).toList());
            case DictValue d -> {
                var out = new DictValue();
                d.entries().forEach((k, v) -> out.put(encoded(run, k), encoded(run, v)));
                yield out;
            }
            default -> value;
        };
    }

    private static Value mysql(Run run, Bound a) {
        var out = new DictValue();
        List<Value> headers = List.of(Str.EMPTY);
        for (Value line : run.list(a.get(0))) {
            if (!line.truth() || Soft.method(run, line, "startswith", Str.of("+")).truth()) {
                continue;
            }
            var cells = new ArrayList<Value>();
            run.list(Soft.method(run, line, "split", Str.of("|")))
                    .forEach(cell -> cells.add(Soft.method(run, cell, "strip")));
            if (headers.size() <= 1) {
                headers = cells;
                continue;
            }
            var row = new DictValue();
            for (int i = 1; i < headers.size() - 1; i++) {
                if (i >= cells.size()) {
                    throw Errors.index("list index out of range");
                }
                row.put(headers.get(i), ConvertFilters.number(cells.get(i)));
            }
            Value id = row.entries().get(a.get(1));
            if (id == null) {
                throw Errors.key(a.get(1));
            }
            out.put(id, row);
        }
        return out;
    }
}
