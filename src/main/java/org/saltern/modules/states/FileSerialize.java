package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.Texts;
import org.saltern.modules.exec.Trees;

/** {@code file.serialize}: data of a state, written as JSON, YAML, an ini file or Python. */
final class FileSerialize {
    private FileSerialize() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.serialize")
                        .doc(
                                "Data written to a file: serializer json, yaml, configparser or"
                                        + " python; merge_if_exists lays it over what is there.")
                        .takes(
                                "name, dataset=None, dataset_pillar=None, user=None, group=None,"
                                        + " mode=None, backup='', makedirs=False, show_changes=True,"
                                        + " create=True, merge_if_exists=False, encoding=None,"
                                        + " encoding_errors='strict', serializer=None,"
                                        + " serializer_opts=None, deserializer_opts=None,"
                                        + " check_cmd=None, tmp_dir='', tmp_ext='', **kwargs")
                        .runs(FileSerialize::run));
    }

    private static JsonNode run(Call call) throws Exception {
        String name = Paths.expanded(call.machine(), call.text("name"));
        StateResult result = StateResult.named(name);
        if (!call.flag("create") && !Paths.isFile(call.machine(), name)) {
            return result.done("File " + name + " is not present and is not set for creation")
                    .tree();
        }
        JsonNode formatter = call.keyword("formatter");
        if (Values.isTrue(formatter) && Values.isTrue(call.value("serializer"))) {
            return result.failed("Only one of serializer and formatter are allowed").tree();
        }
        if (Values.isTrue(call.value("dataset")) && Values.isTrue(call.value("dataset_pillar"))) {
            return result.failed("Only one of 'dataset' and 'dataset_pillar' is permitted").tree();
        }
        JsonNode data = data(call);
        if (data.isNull()) {
            return result.failed("Neither 'dataset' nor 'dataset_pillar' was defined").tree();
        }
        String format =
                call.given("serializer")
                        .orElse(Values.isTrue(formatter) ? Values.asText(formatter) : "yaml");
        Optional<Serializer> serializer =
                Serializer.of(format, repacked(call.value("serializer_opts")), call);
        if (serializer.isEmpty()) {
            return result.failed(
                            "The "
                                    + format
                                    + " serializer could not be found. It either does not exist or"
                                    + " its prerequisites are not installed.")
                    .tree();
        }
        Optional<JsonNode> before = Optional.empty();
        if (call.flag("merge_if_exists") && Paths.isFile(call.machine(), name)) {
            try {
                String text = Texts.read(call.machine(), name).text();
                before = serializer.get().read(text, name).filter(n -> !n.isNull());
            } catch (ModuleError.Failed | Problem e) {
                return result.failed("Failed to deserialize existing data: " + e.getMessage())
                        .tree();
            }
            if (before.isPresent()) {
                JsonNode merged = Trees.merged(before.get(), data);
                if (merged.equals(before.get())) {
                    return result.done("The file " + name + " is in the correct state").tree();
                }
                data = merged;
            }
        } else if (!call.flag("merge_if_exists")
                && Values.isTrue(call.value("deserializer_opts"))) {
            result.warn(
                    "The 'deserializer_opts' option is ignored unless merge_if_exists is set to"
                            + " True.");
        }
        return manage(call, name, serializer.get().write(data) + "\n", before, data);
    }

    private static JsonNode data(Call call) throws Exception {
        if (!Values.isTrue(call.value("dataset_pillar"))) {
            return call.value("dataset");
        }
        return call.context()
                .modules()
                .run(
                        call.context(),
                        "pillar.get",
                        List.of(call.value("dataset_pillar"), Values.none()),
                        Json.object());
    }

    /** A list of maps with one key each is one map, as authors of states may write maps. */
    static JsonNode repacked(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            return value;
        }
        ObjectNode out = Json.object();
        for (JsonNode item : value) {
            if (!item.isObject() || item.size() != 1) {
                return value;
            }
            out.setAll((ObjectNode) item);
        }
        return out;
    }

    private static JsonNode manage(
            Call call, String name, String text, Optional<JsonNode> before, JsonNode after)
            throws Exception {
        ObjectNode arguments = Json.object().put("name", name).put("contents_newline", false);
        for (String same :
                List.of(
                        "user",
                        "group",
                        "mode",
                        "backup",
                        "makedirs",
                        "show_changes",
                        "encoding",
                        "check_cmd",
                        "tmp_dir",
                        "tmp_ext")) {
            arguments.set(same, call.value(same));
        }
        arguments.set(
                "contents",
                com.fasterxml.jackson.databind.node.BinaryNode.valueOf(
                        text.getBytes(ManagedContent.charset(call))));
        ObjectNode managed = FileManaged.apply(call.context(), arguments);
        if (managed.get("result").isNull()) {
            managed.put("comment", "Dataset will be serialized and stored into " + name);
        }
        JsonNode changes = managed.get("changes");
        boolean hidden = !call.flag("show_changes");
        if (changes.has("diff") && before.filter(JsonNode::isObject).isPresent() && !hidden) {
            ((ObjectNode) changes).set("diff", differences(before.get(), after));
        }
        return managed;
    }

    /** Old and new value of each key that differs, all the way down; the mark of a key that was not there is Salt's. */
    private static ObjectNode differences(JsonNode before, JsonNode after) {
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> e : after.properties()) {
            JsonNode old = before.get(e.getKey());
            if (old != null && old.equals(e.getValue())) {
                continue;
            }
            if (old != null && old.isObject() && e.getValue().isObject()) {
                out.set(e.getKey(), differences(old, e.getValue()));
            } else {
                ObjectNode both = Json.object();
                both.set("new", e.getValue());
                both.set("old", old == null ? Values.text("<_null_>") : old);
                out.set(e.getKey(), both);
            }
        }
        return out;
    }
}
