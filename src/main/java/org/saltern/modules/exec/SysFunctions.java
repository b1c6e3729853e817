package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code sys.*}: the functions describe themselves. */
final class SysFunctions {
    private SysFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("sys.list_functions")
                        .doc(
                                "Answers the names of all functions, or of those in the given modules or matching the given"
                                        + " patterns.\n\n    salt '*' sys.list_functions test 'grains.get*'")
                        .more()
                        .keywords()
                        .runs(call -> Values.texts(names(call).map(Function::name).toList())),
                Function.named("sys.list_modules")
                        .doc(
                                "Answers the names of all modules, or of those matching the given patterns.")
                        .more()
                        .runs(SysFunctions::modules),
                Function.named("sys.doc")
                        .doc(
                                "Answers the documentation of all functions, or of those named or matching.")
                        .more()
                        .runs(SysFunctions::docs),
                Function.named("sys.argspec")
                        .doc(
                                "Answers what the functions of a module, or those matching, take: names, defaults, and whether more is accepted.")
                        .opt("module", "")
                        .runs(SysFunctions::signatures),
                Function.named("sys.reload_modules")
                        .doc(
                                "Answers None: this minion's functions are built in, there is nothing to reload.")
                        .runs(call -> Values.none()));
    }

    private static Stream<Function> names(Call call) {
        Collection<Function> all = call.context().modules().functions();
        if (call.more().isEmpty()) {
            return all.stream();
        }
        return all.stream()
                .filter(f -> call.moreTexts().stream().anyMatch(word -> isMeant(f, word)));
    }

    /** A word without a pattern or a dot is a module; anything else is a pattern for the full name. */
    private static boolean isMeant(Function f, String word) {
        if (Globs.isPattern(word)) {
            return Globs.matches(word, f.name());
        }
        return f.module().equals(word) || f.name().equals(word);
    }

    private static JsonNode modules(Call call) {
        var found = new TreeSet<String>();
        for (Function f : call.context().modules().functions()) {
            if (call.more().isEmpty()
                    || call.moreTexts().stream().anyMatch(p -> Globs.matches(p, f.module()))) {
                found.add(f.module());
            }
        }
        return Values.texts(found);
    }

    private static JsonNode docs(Call call) {
        ObjectNode out = Json.object();
        names(call).forEach(f -> out.put(f.name(), f.doc()));
        return out;
    }

    private static JsonNode signatures(Call call) {
        ObjectNode out = Json.object();
        String word = call.text("module");
        call.context().modules().functions().stream()
                .filter(f -> isMeant(f, word))
                .forEach(f -> out.set(f.name(), signature(f)));
        return out;
    }

    private static JsonNode signature(Function f) {
        ArrayNode names = Json.array();
        ArrayNode defaults = Json.array();
        for (Function.Parameter p : f.parameters()) {
            names.add(p.name());
            p.byDefault().ifPresent(defaults::add);
        }
        ObjectNode out = Json.object();
        out.set(
                "args",
                names.isEmpty() && (f.takesMore() || f.takesKeywords()) ? Values.none() : names);
        out.set("defaults", defaults.isEmpty() ? Values.none() : defaults);
        out.set("varargs", f.takesMore() ? Values.of(true) : Values.none());
        out.set("kwargs", f.takesKeywords() ? Values.of(true) : Values.none());
        return out;
    }
}
