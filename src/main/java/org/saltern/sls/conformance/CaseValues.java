package org.saltern.sls.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;
import org.saltern.sls.template.JsonValues;

/**
 * The values of cases: JSON, with objects of one key as tags for what JSON has not: {@code $tuple $set $bytes $map $odict
 * $float}.
 */
final class CaseValues {
    private CaseValues() {}

    static Map<String, Object> map(JsonNode object) {
        var all = new LinkedHashMap<String, Object>();
        object.properties().forEach(e -> all.put(e.getKey(), of(e.getValue())));
        return all;
    }

    static Value of(JsonNode tree) {
        if (tree.isArray()) {
            return new ListValue(items(tree));
        } else if (!tree.isObject()) {
            return JsonValues.ofTree(tree);
        }
        if (tree.size() == 1) {
            var only = tree.properties().iterator().next();
            Value tagged = tagged(only.getKey(), only.getValue());
            if (tagged != null) {
                return tagged;
            }
        }
        var dict = new DictValue();
        tree.properties().forEach(e -> dict.put(Str.of(e.getKey()), of(e.getValue())));
        return dict;
    }

    private static java.util.List<Value> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(CaseValues::of)
                .collect(Collectors.toList());
    }

    private static Value tagged(String tag, JsonNode value) {
        return switch (tag) {
            case "$tuple" -> new TupleValue(items(value));
            case "$set" -> new SetValue(items(value));
            case "$bytes" -> Bytes.of(Base64.getDecoder().decode(value.asText()));
            case "$map" -> pairs(DictValue.Kind.DICT, value);
            case "$odict" -> pairs(DictValue.Kind.ORDERED, value);
            case "$float" ->
                    new Float(
                            switch (value.asText()) {
                                case "nan" -> Double.NaN;
                                case "inf" -> Double.POSITIVE_INFINITY;
                                case "-inf" -> Double.NEGATIVE_INFINITY;
                                default -> Double.parseDouble(value.asText());
                            });
            default -> null;
        };
    }

    private static Value pairs(DictValue.Kind kind, JsonNode pairs) {
        var dict = new DictValue(kind);
        pairs.forEach(pair -> dict.put(of(pair.get(0)), of(pair.get(1))));
        return dict;
    }
}
