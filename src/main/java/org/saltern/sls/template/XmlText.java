package org.saltern.sls.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.Items;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;

/** Salt's filter {@code xml}: pairs of a tag and what is in it; dicts give attributes and children, lists repeat the tag. */
final class XmlText {
    private static final class Element {
        private final String tag;
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private final List<Element> children = new ArrayList<>();
        private String text = "";

        Element(String tag) {
            this.tag = tag;
        }
    }

    private final Run run;

    private XmlText(Run run) {
        this.run = run;
    }

    static String of(Run run, Value value) {
        var xml = new XmlText(run);
        Element root = xml.tree(xml.pairs(value), null);
        if (root == null) {
            throw new JinjaError("AttributeError", "'NoneType' object has no attribute 'iter'");
        }
        var out = new StringBuilder("<?xml version=\"1.0\" ?>\n");
        write(root, 0, out);
        return out.toString();
    }

    private List<Value> pairs(Value value) {
        return switch (value) {
            case DictValue d -> {
                var all = new ArrayList<Value>();
                d.entries().forEach((k, v) -> all.add(TupleValue.of(k, v)));
                yield all;
            }
            case ListValue l -> list(l.items());
            case TupleValue t -> list(t.items());
            default -> throw Errors.runtime("Value is not a dict or list. Cannot render as XML");
        };
    }

    private static List<Value> list(List<Value> items) {
        if (items.isEmpty()) {
            throw Errors.index("list index out of range");
        }
        return items.get(0) instanceof Str ? items : List.of();
    }

    private Element tree(List<Value> pairs, Element parent) {
        Element made = null;
        for (Value pair : pairs) {
            run.step();
            List<Value> both = both(pair);
            Value tag = both.get(0);
            Value inside = both.get(1);
            if (!(tag instanceof Str)) {
                throw Errors.type(
                        "cannot serialize " + Repr.repr(tag) + " (type " + tag.typeName() + ")");
            }
            if (inside instanceof ListValue several) {
                several.items().forEach(each -> tree(List.of(TupleValue.of(tag, each)), parent));
            } else {
                made = new Element(Repr.str(tag));
                if (parent != null) {
                    parent.children.add(made);
                }
            }
            if (inside instanceof Str
                    || inside instanceof Int
                    || inside instanceof Bool
                    || inside instanceof Float) {
                made.text = Repr.str(inside);
            } else {
                fill(made, inside);
            }
        }
        return made;
    }

    private void fill(Element element, Value inside) {
        if (inside instanceof DictValue dict) {
            dict.entries()
                    .forEach(
                            (name, value) -> {
                                if (!(value instanceof DictValue)
                                        && !(value instanceof ListValue)) {
                                    element.attributes.put(Repr.str(name), Repr.str(value));
                                }
                            });
        }
        for (Value item : pairs(inside)) {
            Value second = Items.get(run, item, Int.of(1));
            if (second instanceof DictValue || second instanceof ListValue) {
                tree(List.of(item), element);
            }
        }
    }

    private List<Value> both(Value pair) {
        if (!Iter.isIterable(pair)) {
            throw Errors.type("cannot unpack non-iterable " + pair.typeName() + " object");
        }
        List<Value> both = run.list(pair);
        if (both.size() != 2) {
            throw Errors.value(
                    both.size() > 2
                            ? "too many values to unpack (expected 2)"
                            : "not enough values to unpack (expected 2, got " + both.size() + ")");
        }
        return both;
    }

    private static void write(Element element, int depth, StringBuilder out) {
        String indent = " ".repeat(depth);
        out.append(indent).append('<').append(element.tag);
        element.attributes.forEach(
                (name, value) ->
                        out.append(' ')
                                .append(name)
                                .append("=\"")
                                .append(escaped(value).replace("\"", "&quot;"))
                                .append('"'));
        if (element.children.isEmpty() && element.text.isEmpty()) {
            out.append("/>\n");
        } else if (element.children.isEmpty()) {
            out.append('>')
                    .append(escaped(element.text))
                    .append("</")
                    .append(element.tag)
                    .append(">\n");
        } else {
            out.append(">\n");
            element.children.forEach(child -> write(child, depth + 1, out));
            out.append(indent).append("</").append(element.tag).append(">\n");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
