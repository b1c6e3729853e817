package org.saltern.sls.template;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.filters.Soft;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Arith;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Hashing;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Salt's filters that turn one value into another. */
final class ConvertFilters {
    private static final Pattern SIZE = Pattern.compile("([0-9.]*)\\s*(.*)", Pattern.UNIX_LINES);
    private static final Pattern SAFE = Pattern.compile("[a-zA-Z0-9@%+=:,./_-]+");
    private static final Set<String> YES = Set.of("yes", "1", "true");

    static final FilterTable TABLE =
            new FilterTable()
                    .add("skip(data)", (run, a) -> Str.EMPTY)
                    .add(
                            "sequence(data)",
                            (run, a) -> isSequence(a.get(0)) ? a.get(0) : ListValue.of(a.get(0)))
                    .add("to_bool(val)", (run, a) -> Bool.of(toBool(a.get(0))))
                    .add(
                            "quote(txt)",
                            (run, a) ->
                                    Str.of(a.truth(0) ? quoted(Soft.text(a.get(0)).text()) : "''"))
                    .add("to_num(text)", (run, a) -> number(a.get(0)))
                    .alias("str_to_num", "to_num")
                    .add("to_bytes(s, encoding=None, errors='strict')", ConvertFilters::toBytes)
                    .add(
                            "is_hex(value)",
                            (run, a) ->
                                    Bool.of(
                                            a.get(0) instanceof Str s
                                                    && Numbers.parseInt(s.text(), 16) != null))
                    .add(
                            "contains_whitespace(text)",
                            (run, a) ->
                                    Bool.of(
                                            run.list(a.get(0)).stream()
                                                    .anyMatch(
                                                            c ->
                                                                    Soft.method(run, c, "isspace")
                                                                            .truth())))
                    .add(
                            "human_to_bytes(size, default_unit='B', handle_metric=False)",
                            ConvertFilters::humanToBytes)
                    .add(
                            "to_snake_case(camel_input)",
                            (run, a) -> Str.of(snake(Soft.text(a.get(0)).text())))
                    .add("to_camelcase(snake_input, uppercamel=False)", ConvertFilters::camel)
                    .add("is_list(value)", (run, a) -> Bool.of(a.get(0) instanceof ListValue))
                    .add(
                            "is_iter(thing, ignore=None)",
                            (run, a) ->
                                    Bool.of(
                                            !(a.get(0) instanceof Str)
                                                    && Iter.isIterable(a.get(0))))
                    .add(
                            "method_call(obj, f_name, *f_args, **f_kwargs)",
                            (run, a) -> {
                                Value method = run.attribute(a.get(0), a.text(1));
                                return method instanceof Undefined u
                                                && !u.failure().type().equals("SecurityError")
                                        ? None.NONE
                                        : run.call(method, new Args(a.rest(), a.named()));
                            })
                    .add("path_join(*parts, **kwargs)", ConvertFilters::joined)
                    .add(
                            "strftime(date=None, format='%Y-%m-%d')",
                            (run, a) -> Str.of(Dates.format(a.get(0), a.text(1))))
                    .alias("date_format", "strftime");

    private ConvertFilters() {}

    /** {@code os.path.join} of normalised parts, of which only the first may begin at the root. */
    private static Value joined(Run run, Bound a) {
        var path = new StringBuilder();
        for (Value part : a.rest()) {
            String text = normal(new String(bytes(part), StandardCharsets.UTF_8));
            boolean first = path.isEmpty();
            path.append(first || path.charAt(path.length() - 1) == '/' ? "" : "/")
                    .append(first ? text : text.replaceFirst("^/+", ""));
        }
        return Str.of(a.rest().isEmpty() ? "" : normal(path.toString()));
    }

    /** {@code os.path.normpath}. */
    private static String normal(String path) {
        if (path.isEmpty()) {
            return ".";
        }
        String root =
                path.startsWith("//") && !path.startsWith("///")
                        ? "//"
                        : path.startsWith("/") ? "/" : "";
        var parts = new java.util.ArrayDeque<String>();
        for (String part : path.split("/")) {
            if (part.equals("..") && !parts.isEmpty() && !parts.peekLast().equals("..")) {
                parts.removeLast();
            } else if (part.equals("..") ? root.isEmpty() : !part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String normal = root + String.join("/", parts);
        return normal.isEmpty() ? "." : normal;
    }

    private static boolean isSequence(Value value) {
        return value instanceof ListValue
                || value instanceof TupleValue
                || value instanceof SetValue
                || value instanceof DictValue;
    }

    private static boolean toBool(Value value) {
        return switch (value) {
            case None ignored -> false;
            case Bool b -> b.value();
            case Str s -> YES.contains(s.text().toLowerCase(Locale.ROOT));
            case Int i -> i.signum() > 0;
            default -> !Hashing.isHashable(value) && Iter.length(value) > 0;
        };
    }

    static String quoted(String text) {
        if (text.isEmpty()) {
            return "''";
        }
        return SAFE.matcher(text).matches() ? text : "'" + text.replace("'", "'\"'\"'") + "'";
    }

    /** A text as the number that it is, or itself. */
    static Value number(Value value) {
        return switch (value) {
            case Str s -> {
                Int whole = Numbers.parseInt(s.text(), 10);
                Double real = whole == null ? Numbers.parseFloat(s.text()) : null;
                yield whole != null ? whole : real != null ? new Float(real) : s;
            }
            case Int i -> i;
            case Bool b -> Numbers.plain(b);
            case Float f -> Numbers.truncated(f.value());
            case Undefined u -> throw u.failure();
            default ->
                    throw Errors.type(
                            "int() argument must be a string, a bytes-like object or a real number,"
                                    + " not '"
                                    + value.typeName()
                                    + "'");
        };
    }

    private static Value toBytes(Run run, Bound a) {
        if (a.get(0) instanceof Str s) {
            Value encoding = a.isNone(1) ? Str.of("utf-8") : a.get(1);
            return Soft.method(run, Str.of(s.text()), "encode", encoding, a.get(2));
        }
        return Bytes.of(bytes(a.get(0)));
    }

    /** The bytes of a text or of bytes; a {@code TypeError} in Salt's words for anything else. */
    static byte[] bytes(Value value) {
        return switch (value) {
            case Bytes b -> b.content();
            case Str s -> s.text().getBytes(StandardCharsets.UTF_8);
            default ->
                    throw Errors.type("expected str, bytes, or bytearray not " + className(value));
        };
    }

    /** How Python prints the class of a value. */
    static String className(Value value) {
        return switch (value) {
            case Undefined u -> "<class 'jinja2.runtime." + u.typeName() + "'>";
            case Str s when s.isMarkup() -> "<class 'markupsafe.Markup'>";
            case DictValue d when d.kind() == DictValue.Kind.ORDERED ->
                    "<class 'collections.OrderedDict'>";
            default -> "<class '" + value.typeName() + "'>";
        };
    }

    private static Value humanToBytes(Run run, Bound a) {
        Matcher parts = SIZE.matcher(Numbers.strip(Repr.str(a.get(0))));
        if (!parts.matches()) {
            throw Errors.attribute(None.NONE, "group");
        }
        String unit =
                (parts.group(2).isEmpty() ? a.text(1) : parts.group(2)).toLowerCase(Locale.ROOT);
        Value value = number(Str.of(parts.group(1)));
        if (value instanceof Str) {
            return Int.of(0);
        }
        boolean metric = unit.matches("(?s)[kmgtpezy]b") && a.truth(2);
        if (!unit.matches("[kmgtpezy]b|b|[kmgtpezy](ib)?")) {
            return Int.of(0);
        }
        int power = "bkmgtpezy".indexOf(unit.charAt(0));
        BigDecimal factor =
                metric ? BigDecimal.TEN.pow(power * 3) : new BigDecimal(2).pow(power * 10);
        Value sized = Arith.binary(run, "*", value, Int.of(factor.toBigIntegerExact()));
        return sized instanceof Float f ? Numbers.truncated(f.value()) : sized;
    }

    private static String snake(String text) {
        if (text.isEmpty()) {
            throw Errors.index("string index out of range");
        }
        var out = new StringBuilder().append(Character.toLowerCase(text.charAt(0)));
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean edge =
                    Character.isLowerCase(text.charAt(i - 1))
                            || i != text.length() - 1 && Character.isLowerCase(text.charAt(i + 1));
            if (Character.isUpperCase(c) && edge) {
                out.append('_');
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }

    private static Value camel(Run run, Bound a) {
        List<Value> words = run.list(Soft.method(run, a.get(0), "split", Str.of("_")));
        var out = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            Value word =
                    i > 0 || a.truth(1)
                            ? Soft.method(run, words.get(i), "capitalize")
                            : words.get(i);
            out.append(Repr.str(word));
        }
        return Str.of(out.toString());
    }
}
