package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Values;

/** {@code contents}, {@code contents_pillar} and {@code contents_grains} of {@code file.managed}. */
final class FileContentsArgument {
    private static final String THREE = "'contents', 'contents_pillar', or 'contents_grains'";

    private final Call call;

    FileContentsArgument(Call call) {
        this.call = call;
    }

    private boolean isGiven(String parameter) {
        return !call.value(parameter).isNull();
    }

    /** What does not go together, in Salt's words; empty when all does. */
    String refused(boolean keepMode) {
        long count =
                Stream.of("contents", "contents_pillar", "contents_grains")
                        .filter(this::isGiven)
                        .count();
        if (Values.isTrue(call.value("source")) && count > 0) {
            return "'source' cannot be used in combination with " + THREE;
        }
        if (keepMode && count > 0) {
            return "Mode preservation cannot be used in combination with " + THREE;
        }
        if (count > 1) {
            return "Only one of 'contents', 'contents_pillar', and 'contents_grains' is permitted";
        }
        return "";
    }

    /** The bytes; empty when none of the three is given. @throws FileSources.Unusable there are none */
    Optional<byte[]> read() throws Exception {
        Optional<JsonNode> found = value();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        JsonNode value = found.get();
        if (value instanceof BinaryNode binary) {
            return Optional.of(binary.binaryValue());
        }
        String text =
                value.isTextual() && value.textValue().indexOf('\0') >= 0
                        ? value.textValue()
                        : text(value);
        if (Values.isTrue(call.value("template"))) {
            text = ManagedContent.render(call, text, "", call.text("name"));
        }
        return Optional.of(text.getBytes(ManagedContent.charset(call)));
    }

    private Optional<JsonNode> value() throws Exception {
        if (isGiven("contents")) {
            return Optional.of(call.value("contents"));
        }
        for (String where : List.of("pillar", "grains")) {
            String parameter = "contents_" + where;
            if (isGiven(parameter)) {
                return Optional.of(lookUp(where, call.value(parameter)));
            }
        }
        return Optional.empty();
    }

    private JsonNode lookUp(String where, JsonNode keys) throws Exception {
        if (keys.isArray()) { // the parts one after the other
            var all = Json.array();
            for (JsonNode key : keys) {
                all.add(lookUp(where, key));
            }
            return all;
        }
        JsonNode missing = Json.object().put("__missing__", true);
        JsonNode value =
                call.context()
                        .modules()
                        .run(
                                call.context(),
                                where + ".get",
                                List.of(keys, missing),
                                Json.object().put("delimiter", call.text("contents_delimiter")));
        if (value.equals(missing) || value instanceof MissingNode) {
            throw new FileSources.Unusable(
                    (where.equals("pillar") ? "Pillar " : "Grain ")
                            + Values.asText(keys)
                            + " does not exist");
        }
        if (!Values.isTrue(value) && !call.flag("allow_empty")) {
            throw new FileSources.Unusable(
                    "contents_" + where + " " + Values.asText(keys) + " results in empty contents");
        }
        return value;
    }

    private String text(JsonNode value) throws FileSources.Unusable {
        if (value.isObject() || value.isNull() || (value.isArray() && value.isEmpty())) {
            throw new FileSources.Unusable(
                    "Contents specified by contents/contents_pillar/contents_grains is not a string"
                            + " or list of strings, and is not binary data. SLS is likely malformed.");
        }
        var out = new StringBuilder();
        for (String part : FileSources.texts(value)) {
            part.lines().forEach(l -> out.append(l).append('\n'));
        }
        return call.flag("contents_newline")
                ? out.toString()
                : out.toString().replaceFirst("\n+$", "");
    }
}
