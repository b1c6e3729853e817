package org.saltern.sls.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.JavaValues;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** Values from and to Jackson trees. */
public final class JsonValues {
    private static final int MOST = 1_000_000;

    private JsonValues() {}

    /** A tree, a {@link Value} or plain Java data as a value. Objects keep their order. */
    public static Value of(Object data) {
        return switch (data) {
            case JsonNode tree -> ofTree(tree);
            case Map<?, ?> map -> {
                var dict = new DictValue();
                map.forEach((key, value) -> dict.put(of(key), of(value)));
                yield dict;
            }
            case Set<?> set -> new SetValue(set.stream().map(JsonValues::of).toList());
            case List<?> list -> new ListValue(list.stream().map(JsonValues::of).toList());
            case null, default -> JavaValues.of(data);
        };
    }

    /** A tree as a value. */
    public static Value ofTree(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case OBJECT -> {
                var dict = new DictValue();
                tree.properties().forEach(e -> dict.put(e.getKey(), ofTree(e.getValue())));
                yield dict;
            }
            case ARRAY -> {
                var list = new ListValue();
                tree.forEach(item -> list.items().add(ofTree(item)));
                yield list;
            }
            case STRING -> Str.of(tree.textValue());
            case BOOLEAN -> Bool.of(tree.booleanValue());
            case NUMBER ->
                    tree.isIntegralNumber()
                            ? Int.of(tree.bigIntegerValue())
                            : new Float(tree.doubleValue());
            case BINARY -> {
                try {
                    yield Bytes.of(tree.binaryValue());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            default -> None.NONE;
        };
    }

    /**
     * A value as a tree: tuples and sets become arrays, keys texts as Python prints them, bytes binary; anything else its text.
     */
    public static JsonNode toTree(Value value) {
        return toTree(value, new int[1]);
    }

    private static JsonNode toTree(Value value, int[] count) {
        if (++count[0] > MOST) {
            throw Errors.limit("a value with more than " + MOST + " parts");
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case None ignored -> nodes.nullNode();
            case Bool b -> nodes.booleanNode(b.value());
            case Int i -> i.isSmall() ? nodes.numberNode(i.small()) : nodes.numberNode(i.big());
            case Float f -> nodes.numberNode(f.value());
            case Str s -> nodes.textNode(s.text());
            case Bytes b -> nodes.binaryNode(b.content());
            case ListValue l -> array(l.items(), count);
            case TupleValue t -> array(t.items(), count);
            case SetValue s -> array(s.ordered(), count);
            case DictValue d -> {
                var object = nodes.objectNode();
                d.entries().forEach((k, v) -> object.set(Repr.str(k), toTree(v, count)));
                yield object;
            }
            default -> nodes.textNode(Repr.str(value));
        };
    }

    private static JsonNode array(Iterable<Value> items, int[] count) {
        var array = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> array.add(toTree(item, count)));
        return array;
    }
}
