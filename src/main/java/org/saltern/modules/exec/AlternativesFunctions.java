package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code alternatives.*}: which program a common name leads to, kept by update-alternatives. */
final class AlternativesFunctions {
    private AlternativesFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("alternatives.display")
                        .doc("Answers what is known of a name, in the program's words.")
                        .arg("name")
                        .runs(
                                call ->
                                        Values.text(
                                                run(call, "--display", name(call)).text().strip())),
                Function.named("alternatives.show_link")
                        .doc("Answers the link of a name, False when there is none.")
                        .arg("name")
                        .runs(AlternativesFunctions::link),
                Function.named("alternatives.show_current")
                        .doc("Answers where a name leads now, False for an unknown one.")
                        .arg("name")
                        .runs(AlternativesFunctions::current),
                Function.named("alternatives.check_exists")
                        .doc("Answers whether a path is an alternative for a name.")
                        .takes("name, path")
                        .runs(call -> Values.of(paths(call).contains(call.text("path")))),
                Function.named("alternatives.check_installed")
                        .doc("Answers whether a name leads to this path now.")
                        .takes("name, path")
                        .runs(
                                call ->
                                        Values.of(
                                                Values.asText(current(call))
                                                        .equals(call.text("path")))),
                Function.named("alternatives.install")
                        .doc("Makes a path an alternative for a name.")
                        .takes("name, link, path, priority")
                        .runs(
                                call ->
                                        answer(
                                                run(
                                                        call,
                                                        "--install",
                                                        Paths.absolute(call.text("link")),
                                                        name(call),
                                                        Paths.absolute(call.text("path")),
                                                        Long.toString(call.number("priority"))))),
                Function.named("alternatives.remove")
                        .doc("Takes a path away from the alternatives for a name.")
                        .takes("name, path")
                        .runs(
                                call ->
                                        answer(
                                                run(
                                                        call,
                                                        "--remove",
                                                        name(call),
                                                        Paths.absolute(call.text("path"))))),
                Function.named("alternatives.auto")
                        .doc("Lets priorities decide where a name leads.")
                        .arg("name")
                        .runs(call -> answer(run(call, "--auto", name(call)))),
                Function.named("alternatives.set")
                        .doc("Makes a name lead to one of its alternatives.")
                        .takes("name, path")
                        .runs(
                                call ->
                                        answer(
                                                run(
                                                        call,
                                                        "--set",
                                                        name(call),
                                                        Paths.absolute(call.text("path"))))));
    }

    private static String name(Call call) {
        return Running.name(call.text("name"));
    }

    private static Ran run(Call call, String... words) throws IOException, InterruptedException {
        String program =
                call.machine().which("update-alternatives").isPresent()
                        ? "update-alternatives"
                        : "alternatives";
        var argv = new ArrayList<>(List.of(program));
        argv.addAll(List.of(words));
        return Running.run(call, argv);
    }

    private static JsonNode answer(Ran ran) {
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        return Values.text(ran.text().strip());
    }

    private static List<String> query(Call call) throws IOException, InterruptedException {
        Ran ran = run(call, "--query", name(call));
        return ran.ok() ? ran.text().lines().toList() : List.of();
    }

    private static Optional<String> field(Call call, String field)
            throws IOException, InterruptedException {
        return query(call).stream()
                .filter(l -> l.startsWith(field + ": "))
                .map(l -> l.substring(field.length() + 2).strip())
                .findFirst();
    }

    private static List<String> paths(Call call) throws IOException, InterruptedException {
        return query(call).stream()
                .filter(l -> l.startsWith("Alternative: "))
                .map(l -> l.substring("Alternative: ".length()).strip())
                .toList();
    }

    private static JsonNode link(Call call) throws IOException, InterruptedException {
        return field(call, "Link").map(Values::text).orElse(Values.of(false));
    }

    private static JsonNode current(Call call) throws IOException, InterruptedException {
        return field(call, "Value").map(Values::text).orElse(Values.of(false));
    }
}
