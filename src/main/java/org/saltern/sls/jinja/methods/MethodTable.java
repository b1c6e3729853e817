package org.saltern.sls.jinja.methods;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saltern.sls.jinja.values.Fn;
import org.saltern.sls.jinja.values.Native;
import org.saltern.sls.jinja.values.Value;

/** The methods of a type by name. */
final class MethodTable {
    private final Map<String, Fn> methods = new LinkedHashMap<>();

    /** @param signature with the receiver as its first parameter */
    MethodTable add(String signature, Native body) {
        Fn method = Fn.of(signature, body);
        methods.put(method.name(), method);
        return this;
    }

    MethodTable addAll(MethodTable other) {
        methods.putAll(other.methods);
        return this;
    }

    /** A method of a value; null when the type has none of this name. */
    Value bound(Value receiver, String name) {
        Fn method = methods.get(name);
        return method == null ? null : method.bound(receiver);
    }

    Map<String, Fn> all() {
        return Collections.unmodifiableMap(methods);
    }
}
