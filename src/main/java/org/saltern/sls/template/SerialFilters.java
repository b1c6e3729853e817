package org.saltern.sls.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import org.saltern.base.Json;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.eval.Module;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.text.JsonText;
import org.saltern.sls.jinja.text.PPrint;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
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

/** Salt's filters from and to YAML, JSON, XML and Python. */
final class SerialFilters {
    private static final ObjectReader JSON =
            Json.MAPPER
                    .readerFor(JsonNode.class)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);

    static final FilterTable TABLE =
            new FilterTable()
                    .add(
                            "yaml(value, flow_style=True)",
                            (run, a) -> Str.markup(YamlText.dump(run, a.get(0), a.truth(1))))
                    .add(
                            "json(value, sort_keys=True, indent=None)",
                            (run, a) ->
                                    Str.markup(
                                            new JsonText(run)
                                                    .ascii(false)
                                                    .sorted(a.truth(1))
                                                    .indent(a.get(2))
                                                    .write(a.get(0))))
                    .add("tojson(val, indent=None, **options)", SerialFilters::tojson)
                    .add("python(value)", (run, a) -> Str.markup(PPrint.format(a.get(0)).strip()))
                    .add("xml(value)", (run, a) -> Str.markup(XmlText.of(run, a.get(0))))
                    .add("load_yaml(value)", (run, a) -> loadYaml(loaded(a.get(0))))
                    .add("load_json(value)", (run, a) -> loadJson(loaded(a.get(0))))
                    .add("load_text(value)", (run, a) -> loaded(a.get(0)))
                    .add("dict_to_sls_yaml_params(value, flow_style=False)", SerialFilters::params)
                    .add(
                            "yaml_dquote(text)",
                            (run, a) -> Str.of(YamlQuotes.twice(Repr.str(a.get(0)))))
                    .add(
                            "yaml_squote(text)",
                            (run, a) -> Str.of(YamlQuotes.once(Repr.str(a.get(0)))))
                    .add("yaml_encode(data)", (run, a) -> Str.of(encoded(a.get(0))));

    private SerialFilters() {}

    /** What an imported template printed; other values as they are. */
    private static Value loaded(Value value) {
        return value instanceof Module module ? Str.of(module.text()) : value;
    }

    private static Value loadYaml(Value value) {
        return switch (value) {
            case Str s when !s.isMarkup() -> YamlText.load(s.text());
            case Bytes b -> YamlText.load(b.latin1());
            case Undefined u -> throw u.failure();
            default -> throw Errors.type("a string or stream input is required");
        };
    }

    private static Value loadJson(Value value) {
        if (value instanceof Undefined u) {
            throw u.failure();
        }
        try {
            JsonNode tree = value instanceof Str s ? JSON.readTree(s.text()) : null;
            if (tree != null && !tree.isMissingNode()) {
                return JsonValues.ofTree(tree);
            }
        } catch (JsonProcessingException e) {
            throw unusable(value, e);
        }
        throw unusable(value, null);
    }

    private static JinjaError unusable(Value value, Throwable cause) {
        return new JinjaError(
                "TemplateRuntimeError", "Unable to load json from " + Repr.str(value), cause);
    }

    private static Value tojson(Run run, Bound a) {
        var json = new JsonText(run).indent(a.get(1));
        a.named()
                .forEach(
                        (name, value) -> {
                            switch (name) {
                                case "sort_keys" -> json.sorted(value.truth());
                                case "ensure_ascii" -> json.ascii(value.truth());
                                case "separators" ->
                                        json.separators(
                                                Repr.str(run.list(value).get(0)),
                                                Repr.str(run.list(value).get(1)));
                                case "skipkeys", "check_circular", "allow_nan" -> {}
                                default ->
                                        throw Errors.type(
                                                "JSONEncoder.__init__() got an unexpected keyword"
                                                        + " argument '"
                                                        + name
                                                        + "'");
                            }
                        });
        return Str.of(JsonText.htmlSafe(json.write(a.get(0))));
    }

    private static Value params(Run run, Bound a) {
        if (a.get(0) instanceof Undefined u) {
            throw u.failure();
        } else if (!(a.get(0) instanceof DictValue dict)) {
            throw Errors.attribute(a.get(0), "items");
        } else {
            var list = new ListValue();
            dict.entries()
                    .forEach(
                            (key, value) -> {
                                var one = new DictValue();
                                one.put(key, value);
                                list.items().add(one);
                            });
            return Str.markup(YamlText.dump(run, list, a.truth(1)));
        }
    }

    private static JinjaError notScalar(Value value) {
        return Errors.type(
                "yaml_encode() only works with YAML scalar data; failed for "
                        + ConvertFilters.className(value));
    }

    private static String encoded(Value value) {
        return switch (value) {
            case None ignored -> "null";
            case Bool b -> String.valueOf(b.value());
            case Int i -> Numbers.digits(i);
            case Float f -> YamlText.floating(f.value());
            case Str s when !s.isMarkup() -> YamlQuotes.twice(s.text());
            case ListValue ignored -> throw notScalar(value);
            case TupleValue ignored -> throw notScalar(value);
            case SetValue ignored -> throw notScalar(value);
            case DictValue d when d.kind() == DictValue.Kind.DICT -> throw notScalar(value);
            default ->
                    throw new JinjaError(
                            "RepresenterError",
                            "('cannot represent an object', " + Repr.repr(value) + ")");
        };
    }
}
