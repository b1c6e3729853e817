package org.saltern.sls.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.burt.jmespath.JmesPath;
import io.burt.jmespath.JmesPathException;
import io.burt.jmespath.jackson.JacksonRuntime;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** The filter {@code json_query}: JMESPath over the data, as {@code salt.utils.data.json_query}. */
final class JsonQuery {
    private static final int LONGEST = 10_000;

    private JsonQuery() {}

    static Value answer(Value data, Value expression) {
        if (!(expression instanceof Str text)) {
            throw Errors.type("expected string or bytes-like object");
        }
        if (text.text().length() > LONGEST) {
            throw Errors.limit("a query of more than " + LONGEST + " characters");
        }
        JmesPath<JsonNode> path = new JacksonRuntime();
        try {
            return JsonValues.ofTree(path.compile(text.text()).search(JsonValues.toTree(data)));
        } catch (JmesPathException e) {
            throw new JinjaError("ParseError", e.getMessage(), e);
        }
    }
}
