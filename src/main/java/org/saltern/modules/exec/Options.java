package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** Minion options as functions need them. */
public final class Options {
    private static final Pattern SECRET =
            Pattern.compile(".*(pass(word|wd|phrase)?|secret|token|private_key|privkey|key_pass)$");

    private Options() {}

    /** A copy that may leave the machine: values of options that hold secrets are replaced by stars. */
    public static ObjectNode shown(ObjectNode options) {
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> e : options.properties()) {
            boolean hide = SECRET.matcher(e.getKey()).matches() && Values.isTrue(e.getValue());
            out.set(e.getKey(), hide ? Values.text("********") : e.getValue());
        }
        return out;
    }

    public static String id(Context context) {
        return context.options().path("id").asText("");
    }

    public static String environment(Context context) {
        String env = context.options().path("saltenv").asText("");
        return env.isEmpty() || env.equals("null") ? "base" : env;
    }

    /** The folder for downloads. @throws ModuleError.Failed when the minion was started without one */
    public static String cacheDir(Context context) {
        String dir = context.options().path("cachedir").asText("");
        if (dir.isEmpty()) {
            throw new ModuleError.Failed("This minion has no cachedir");
        }
        return dir;
    }
}
