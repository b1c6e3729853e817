package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.sls.Merging;
import org.saltern.sls.SlsFault;
import org.saltern.sls.SlsFile;
import org.saltern.sls.SlsPlace;

/** {@code slsutil.*} and {@code defaults.*}: what formulas use to merge and look up their data. Facts: salt/modules/slsutil.py, defaults.py. */
final class SlsutilFunctions {
    private static final String SALT = "salt://";

    private SlsutilFunctions() {}

    static List<Function> all() {
        return Stream.of(merging(), files(), defaults()).flatMap(List::stream).toList();
    }

    private static List<Function> merging() {
        return List.of(
                Function.named("slsutil.update")
                        .doc("Lays a map over another, all the way down.")
                        .takes("dest, upd, recursive_update=True, merge_lists=False")
                        .runs(
                                call ->
                                        strategy(
                                                        call.flag("recursive_update")
                                                                ? "recurse"
                                                                : "overwrite",
                                                        call.flag("merge_lists"))
                                                .merge(map(call, "dest"), map(call, "upd"))),
                Function.named("slsutil.merge")
                        .doc(
                                "Lays a map over another by a strategy: recurse, aggregate,"
                                        + " overwrite.")
                        .takes("obj_a, obj_b, strategy='smart', renderer='yaml', merge_lists=False")
                        .runs(
                                call ->
                                        strategy(call.text("strategy"), call.flag("merge_lists"))
                                                .merge(map(call, "obj_a"), map(call, "obj_b"))),
                Function.named("slsutil.merge_all")
                        .doc("Lays the maps of a list over each other.")
                        .takes("lst, strategy='smart', renderer='yaml', merge_lists=False")
                        .runs(SlsutilFunctions::mergeAll),
                Function.named("slsutil.boolstr")
                        .doc("Answers one text for true and another for false.")
                        .takes("value, true='true', false='false'")
                        .runs(call -> call.value(call.flag("value") ? "true" : "false")));
    }

    private static Merging strategy(String name, boolean lists) {
        return new Merging(
                name.equals("aggregate") || name.equals("overwrite") ? name : "recurse", lists);
    }

    private static ObjectNode map(Call call, String parameter) {
        return map(call.value(parameter));
    }

    private static ObjectNode map(JsonNode value) {
        if (value instanceof ObjectNode map) {
            return map;
        }
        throw new ModuleError.BadArguments(
                "Cannot update using non-dict types in dictupdate.update()");
    }

    private static JsonNode mergeAll(Call call) {
        Merging merging = strategy(call.text("strategy"), call.flag("merge_lists"));
        ObjectNode out = Json.object();
        for (JsonNode one : call.value("lst")) {
            out = merging.merge(out, map(one));
        }
        return out;
    }

    private static List<Function> files() {
        return List.of(
                Function.named("slsutil.renderer")
                        .doc(
                                "Renders a file or a text as an SLS is rendered; further keywords"
                                        + " are variables.\n\n"
                                        + "    salt '*' slsutil.renderer salt://apache/map.yaml")
                        .takes("path=None, string=None, default_renderer='jinja|yaml', **kwargs")
                        .runs(SlsutilFunctions::renderer),
                Function.named("slsutil.file_exists")
                        .doc("Answers whether the state tree has this file.")
                        .takes("path, saltenv='base'")
                        .runs(call -> Values.of(isFile(call, call.text("path")))),
                Function.named("slsutil.dir_exists")
                        .doc("Answers whether the state tree has this folder.")
                        .takes("path, saltenv='base'")
                        .runs(call -> Values.of(isFolder(call, call.text("path")))),
                Function.named("slsutil.path_exists")
                        .doc("Answers whether the state tree has this file or folder.")
                        .takes("path, saltenv='base'")
                        .runs(
                                call ->
                                        Values.of(
                                                isFile(call, call.text("path"))
                                                        || isFolder(call, call.text("path")))),
                Function.named("slsutil.findup")
                        .doc("Answers the nearest file of these names, upwards from a folder.")
                        .takes("startpath, filenames, saltenv='base'")
                        .runs(SlsutilFunctions::findUp));
    }

    private static boolean isFile(Call call, String path) throws IOException {
        return call.context().files().files(call.text("saltenv"), path).contains(path);
    }

    private static boolean isFolder(Call call, String path) throws IOException {
        return call.context().files().directories(call.text("saltenv"), path).contains(path);
    }

    private static JsonNode findUp(Call call) throws IOException {
        String folder = call.given("startpath").orElse("").replaceFirst("/+$", "");
        if (!folder.isEmpty() && !isFile(call, folder) && !isFolder(call, folder)) {
            throw new ModuleError.BadRequest(
                    "Starting path not found in the state tree: " + folder);
        }
        List<String> names = Call.texts(call.value("filenames"));
        while (true) {
            for (String name : names) {
                String path = folder.isEmpty() ? name : folder + "/" + name;
                if (isFile(call, path) || isFolder(call, path)) {
                    return Values.text(path);
                }
            }
            if (folder.isEmpty()) {
                throw new ModuleError.Failed("File pattern(s) not found in path ancestry");
            }
            folder = folder.contains("/") ? folder.substring(0, folder.lastIndexOf('/')) : "";
        }
    }

    private static JsonNode renderer(Call call) throws Exception {
        Optional<String> path = call.given("path");
        Optional<String> string = call.given("string");
        if (path.isPresent() == string.isPresent()) {
            throw new ModuleError.BadRequest(
                    path.isPresent()
                            ? "Must not pass both path and string"
                            : "Must pass either path or string");
        }
        Context context = call.context();
        String environment =
                call.keywords().has("saltenv")
                        ? Values.asText(call.keyword("saltenv"))
                        : context.options().hasNonNull("saltenv")
                                ? context.options().get("saltenv").asText()
                                : "base";
        var tree = new FileTree(context.files());
        var pipe =
                StateJob.pipe(context, tree, context.pillar(), call::retcode)
                        .with(call.text("default_renderer"));
        Map<String, JsonNode> variables = new HashMap<>();
        call.keywords()
                .properties()
                .forEach(
                        e -> {
                            if (!e.getKey().startsWith("__") && !e.getKey().equals("saltenv")) {
                                variables.put(e.getKey(), e.getValue());
                            }
                        });
        try {
            if (string.isPresent()) {
                return pipe.render(string.get(), new SlsPlace(environment, "", null, variables))
                        .data();
            }
            Optional<SlsFile> file = file(call, tree, environment, path.get());
            return file.isEmpty()
                    ? Json.object()
                    : pipe.render(
                                    file.get(),
                                    new SlsPlace(environment, "", file.get().path(), variables))
                            .data();
        } catch (SlsFault e) {
            throw new ModuleError.Failed(e.getMessage(), e);
        }
    }

    private static Optional<SlsFile> file(Call call, FileTree tree, String environment, String path)
            throws IOException {
        if (path.startsWith(SALT)) {
            String rest = path.substring(SALT.length());
            int question = rest.indexOf("?saltenv=");
            return question < 0
                    ? tree.file(environment, rest)
                    : tree.file(
                            rest.substring(question + "?saltenv=".length()),
                            rest.substring(0, question));
        }
        return call.machine().stat(path, true).filter(s -> s.isFile()).isPresent()
                ? Optional.of(new SlsFile(path, call.machine().read(path)))
                : Optional.empty();
    }

    private static List<Function> defaults() {
        return List.of(
                Function.named("defaults.get")
                        .doc("Answers a value of a formula's defaults.yaml: 'formula:a:b'.")
                        .takes("key, default=''")
                        .runs(SlsutilFunctions::defaultsOf),
                Function.named("defaults.merge")
                        .doc("Lays src over dest; in a template, dest itself changes.")
                        .takes("dest, src, merge_lists=False, in_place=True, convert_none=True")
                        .runs(
                                call ->
                                        new Merging("recurse", call.flag("merge_lists"))
                                                .merge(
                                                        orEmpty(call.value("dest")),
                                                        orEmpty(call.value("src")))),
                Function.named("defaults.deepcopy")
                        .doc("Answers a copy.")
                        .arg("source")
                        .runs(call -> call.value("source").deepCopy()),
                Function.named("defaults.update")
                        .doc("Lays each value of dest over the defaults.")
                        .takes("dest, defaults, merge_lists=True, in_place=True, convert_none=True")
                        .runs(SlsutilFunctions::updated));
    }

    private static ObjectNode orEmpty(JsonNode value) {
        return value.isNull() ? Json.object() : map(value);
    }

    private static JsonNode updated(Call call) {
        Merging merging = new Merging("recurse", call.flag("merge_lists"));
        ObjectNode defaults = orEmpty(call.value("defaults"));
        ObjectNode out = Json.object();
        orEmpty(call.value("dest"))
                .properties()
                .forEach(e -> out.set(e.getKey(), merging.merge(defaults, orEmpty(e.getValue()))));
        return out;
    }

    private static JsonNode defaultsOf(Call call) throws Exception {
        String[] words = call.text("key").split(":", 2);
        var tree = new FileTree(call.context().files());
        JsonNode data = Values.none();
        for (String ending : List.of("yaml", "json")) {
            Optional<SlsFile> file = tree.file("base", words[0] + "/defaults." + ending);
            if (file.isPresent() && data.isNull()) {
                String text = new String(file.get().content(), StandardCharsets.UTF_8);
                data =
                        ending.equals("yaml")
                                ? org.saltern.yaml.Yaml.read(text, file.get().path())
                                : Json.parse(text);
            }
        }
        if (words.length == 1) {
            return data;
        }
        for (String step : words[1].split(":")) {
            data =
                    data.isArray() && step.matches("[0-9]{1,6}")
                            ? data.path(Integer.parseInt(step))
                            : data.path(step);
        }
        return data.isMissingNode() ? call.value("default") : data;
    }
}
