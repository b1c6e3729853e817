package org.saltern.sls.jinja.values;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values from plain Java data. */
public final class JavaValues {
    private JavaValues() {}

    /**
     * Null, Boolean, whole and floating numbers, String, byte[], List, Set, Map, or a {@link Value} itself, as a value.
     *
     * @throws IllegalArgumentException anything else
     */
    public static Value of(Object data) {
        return switch (data) {
            case null -> None.NONE;
            case Value value -> value;
            case Boolean b -> Bool.of(b);
            case String s -> Str.of(s);
            case BigInteger i -> Int.of(i);
            case Double d -> new Float(d);
            case java.lang.Float f -> new Float(f);
            case Number n -> Int.of(n.longValue());
            case byte[] b -> Bytes.of(b);
            case Map<?, ?> map -> {
                var dict = new DictValue();
                map.forEach((key, value) -> dict.put(of(key), of(value)));
                yield dict;
            }
            case Set<?> set -> new SetValue(set.stream().map(JavaValues::of).toList());
            case List<?> list -> new ListValue(list.stream().map(JavaValues::of).toList());
            default ->
                    throw new IllegalArgumentException(
                            "No template value: " + data.getClass().getName());
        };
    }
}
