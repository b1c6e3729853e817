package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Release;
import org.saltern.modules.Values;

/** {@code test.version*} and {@code test.provider*}: what runs here. */
final class VersionFunctions {
    private static final int WIDTH = 14;

    private VersionFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("test.version")
                        .doc(
                                "Answers the Salt release that this minion keeps step with;"
                                        + " Saltern's own version is in test.versions.")
                        .runs(
                                call ->
                                        Values.text(
                                                call.context()
                                                        .grains()
                                                        .path("saltversion")
                                                        .asText(Release.SALT))),
                Function.named("test.versions_information")
                        .doc(
                                "Answers the versions of this minion, its Java and its system as a"
                                        + " map.")
                        .runs(VersionFunctions::information),
                Function.named("test.versions")
                        .doc(
                                "Answers the versions of this minion, its Java and its system as"
                                        + " text.")
                        .runs(call -> Values.text(report(information(call)))),
                Function.named("test.versions_report")
                        .doc(
                                "Answers the versions of this minion, its Java and its system as"
                                        + " text.")
                        .runs(call -> Values.text(report(information(call)))),
                Function.named("test.provider")
                        .doc(
                                "Answers the name of the module that provides the functions of this"
                                        + " name; None for an unknown one.")
                        .arg("module")
                        .runs(VersionFunctions::provider),
                Function.named("test.providers")
                        .doc(
                                "Answers the modules of this minion, each with the name it is"
                                        + " called by.")
                        .runs(VersionFunctions::providers));
    }

    private static ObjectNode information(Call call) {
        ObjectNode grains = call.context().grains();
        ObjectNode out = Json.object();
        out.putObject("Salt Version")
                .put("Saltern", Release.saltern())
                .put("Keeps step with Salt", Release.SALT);
        out.putObject("Java Version")
                .put("Java", System.getProperty("java.runtime.version"))
                .put("Vendor", System.getProperty("java.vendor"));
        out.putObject("System Versions")
                .put(
                        "dist",
                        words(grains, "os", "osrelease", "oscodename")
                                .toLowerCase(java.util.Locale.ROOT))
                .put("locale", grains.path("locale_info").path("defaultencoding").asText())
                .put("machine", grains.path("cpuarch").asText())
                .put("release", grains.path("kernelrelease").asText())
                .put("system", grains.path("kernel").asText())
                .put("version", words(grains, "osfullname", "osrelease", "oscodename"));
        return out;
    }

    private static String words(ObjectNode grains, String... names) {
        return String.join(
                        " ",
                        java.util.Arrays.stream(names).map(n -> grains.path(n).asText()).toList())
                .strip();
    }

    private static String report(ObjectNode information) {
        var out = new StringBuilder();
        for (Map.Entry<String, JsonNode> part : information.properties()) {
            out.append(part.getKey()).append(":\n");
            for (Map.Entry<String, JsonNode> line : part.getValue().properties()) {
                String name = line.getKey();
                out.append(" ".repeat(Math.max(0, WIDTH - name.length())));
                out.append(name).append(": ").append(line.getValue().asText()).append('\n');
            }
            out.append(" \n");
        }
        return out.toString().stripTrailing();
    }

    private static JsonNode provider(Call call) {
        String module = call.text("module");
        boolean known =
                call.context().modules().functions().stream()
                        .anyMatch(f -> f.module().equals(module));
        return known ? Values.text(module) : Values.none();
    }

    private static JsonNode providers(Call call) {
        ObjectNode out = Json.object();
        call.context().modules().functions().forEach(f -> out.put(f.module(), f.module()));
        return out;
    }
}
