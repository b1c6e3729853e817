package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code ini.*}: options and sections of files. */
final class IniStates {
    private static final String NOTHING = "No anomaly detected";
    private static final String CHANGED = "Changes take effect";

    private IniStates() {}

    static List<Function> all() {
        return Support.compared("Saltern itself")
                .behind(
                        List.of(
                                Function.named("ini.options_present")
                                        .doc(
                                                "Options of a file have these values; strict"
                                                        + " removes all others of the sections that are"
                                                        + " named.")
                                        .takes(
                                                "name, sections=None, separator='=', strict=False,"
                                                        + " encoding=None, no_spaces=False")
                                        .runs(IniStates::optionsPresent),
                                Function.named("ini.options_absent")
                                        .doc("No such options in a file.")
                                        .takes("name, sections=None, separator='=', encoding=None")
                                        .runs(IniStates::optionsAbsent),
                                Function.named("ini.sections_present")
                                        .doc("A file has these sections.")
                                        .takes("name, sections=None, separator='=', encoding=None")
                                        .runs(IniStates::sectionsPresent),
                                Function.named("ini.sections_absent")
                                        .doc("No such sections in a file.")
                                        .takes("name, sections=None, separator='=', encoding=None")
                                        .runs(IniStates::sectionsAbsent)));
    }

    /** The arguments that all functions of the file take. */
    private static ObjectNode file(Call call) {
        ObjectNode out = Json.object();
        out.set("file_name", call.value("name"));
        out.set("separator", call.value("separator"));
        out.set("encoding", call.value("encoding"));
        return out;
    }

    private static JsonNode remove(Call call, String section, String option) throws Exception {
        ObjectNode what = file(call).put("option", option);
        what.set("section", Values.text(section));
        return new Exec(call).with("ini.remove_option", what);
    }

    private static ObjectNode current(Call call) throws Exception {
        return (ObjectNode) new Exec(call).with("ini.get_ini", file(call));
    }

    private static String place(String section) {
        return section == null || section.isEmpty() ? "" : " in section " + section;
    }

    private static JsonNode optionsPresent(Call call) throws Exception {
        if (!(call.value("sections") instanceof ObjectNode sections)) {
            return StateResult.of(call).done(call.context().test() ? "" : NOTHING).tree();
        }
        ObjectNode top = Json.object();
        ObjectNode inside = Json.object();
        sections.properties()
                .forEach(
                        e ->
                                (e.getValue().isObject() ? inside : top)
                                        .set(e.getKey(), e.getValue()));
        ObjectNode now = current(call);
        return call.context().test()
                ? foretold(call, top, inside, now)
                : set(call, top, inside, now);
    }

    /** Options that are there and were not asked for. */
    private static List<String> others(JsonNode there, JsonNode wanted) {
        var out = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> e : there.properties()) {
            if (!e.getValue().isObject() && !wanted.has(e.getKey())) {
                out.add(e.getKey());
            }
        }
        return out;
    }

    private static JsonNode foretold(Call call, ObjectNode top, ObjectNode inside, ObjectNode now) {
        var words = new StringBuilder();
        boolean would = foretell(words, top, now, "");
        if (call.flag("strict")) {
            for (String name : others(now, top)) {
                words.append("Removed key ").append(name).append(".\n");
                would = true;
            }
        }
        for (Map.Entry<String, JsonNode> e : inside.properties()) {
            JsonNode there = now.path(e.getKey());
            if (call.flag("strict")) {
                for (String name : others(there, e.getValue())) {
                    words.append("Deleted key ")
                            .append(name)
                            .append(place(e.getKey()))
                            .append(".\n");
                    would = true;
                }
            }
            would |= foretell(words, e.getValue(), there, place(e.getKey()));
        }
        StateResult result = StateResult.of(call);
        return would ? result.would(words.toString()).tree() : result.done(words.toString()).tree();
    }

    private static boolean foretell(
            StringBuilder words, JsonNode wanted, JsonNode there, String place) {
        boolean would = false;
        for (Map.Entry<String, JsonNode> e : wanted.properties()) {
            JsonNode old = there.path(e.getKey());
            boolean same = old.isTextual() && old.textValue().equals(Values.asText(e.getValue()));
            words.append(same ? "Unchanged key " : "Changed key ");
            words.append(e.getKey()).append(place).append(".\n");
            would |= !same;
        }
        return would;
    }

    private static JsonNode set(Call call, ObjectNode top, ObjectNode inside, ObjectNode now)
            throws Exception {
        StateResult result = StateResult.of(call);
        ObjectNode changes = result.changes();
        var exec = new Exec(call);
        if (call.flag("strict")) {
            for (String name : others(now, top)) {
                remove(call, null, name);
                changes.set(name, gone(now.get(name)));
            }
            for (String section : Values.keys(inside)) {
                for (String name : others(now.path(section), inside.get(section))) {
                    remove(call, section, name);
                    changes.withObjectProperty(section)
                            .set(name, gone(now.path(section).get(name)));
                }
            }
        }
        for (ObjectNode part : List.of(top, inside)) {
            ObjectNode what = file(call);
            what.set("sections", part);
            what.set("no_spaces", call.value("no_spaces"));
            for (Map.Entry<String, JsonNode> e : exec.with("ini.set_option", what).properties()) {
                if (changes.get(e.getKey()) instanceof ObjectNode old) {
                    old.setAll((ObjectNode) e.getValue());
                } else {
                    changes.set(e.getKey(), e.getValue());
                }
            }
        }
        return result.done(changes.isEmpty() ? NOTHING : CHANGED).tree();
    }

    private static ObjectNode gone(JsonNode before) {
        ObjectNode out = Json.object();
        out.set("before", before);
        return out.set("after", Values.none());
    }

    private static JsonNode optionsAbsent(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        boolean test = call.context().test();
        ObjectNode now = current(call);
        var words = new StringBuilder();
        boolean would = false;
        if (call.value("sections") instanceof ObjectNode sections) {
            for (Map.Entry<String, JsonNode> e : sections.properties()) {
                boolean listed = e.getValue().isContainerNode();
                String section = listed ? e.getKey() : null;
                List<String> names =
                        e.getValue().isObject()
                                ? Values.keys(e.getValue())
                                : listed ? Call.texts(e.getValue()) : List.of(e.getKey());
                JsonNode from = listed ? now.path(section) : now;
                for (String name : names) {
                    boolean there = Values.isTrue(from.path(name));
                    would |= there;
                    words.append(there ? "Deleted key " : "Key ")
                            .append(name)
                            .append(place(section));
                    words.append(there ? ".\n" : " does not exist.\n");
                    if (!test && !from.path(name).isMissingNode()) {
                        JsonNode old = remove(call, section, name);
                        (listed ? result.changes().withObjectProperty(section) : result.changes())
                                .set(name, old);
                    }
                }
            }
        }
        return answer(call, result, would, words.toString());
    }

    private static JsonNode answer(Call call, StateResult result, boolean would, String words) {
        if (!call.context().test()) {
            return result.done(result.changes().isEmpty() ? NOTHING : CHANGED).tree();
        }
        String foretold = words.isEmpty() ? "No changes detected." : words;
        return would ? result.would(foretold).tree() : result.done(foretold).tree();
    }

    private static List<String> sections(Call call) {
        JsonNode given = call.value("sections");
        return given.isObject() ? Values.keys(given) : FileSources.texts(given);
    }

    private static JsonNode sectionsPresent(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        ObjectNode now = current(call);
        ObjectNode missing = Json.object();
        var words = new StringBuilder();
        for (String section : sections(call)) {
            boolean there = now.path(section).isObject();
            words.append(there ? "Section unchanged " : "Created new section ");
            words.append(section).append(".\n");
            if (!there) {
                missing.set(section, Json.object());
            }
        }
        if (!call.context().test() && !missing.isEmpty()) {
            ObjectNode what = file(call);
            what.set("sections", missing);
            result.changes((ObjectNode) new Exec(call).with("ini.set_option", what));
        }
        return answer(call, result, !missing.isEmpty(), words.toString());
    }

    private static JsonNode sectionsAbsent(Call call) throws Exception {
        StateResult result = StateResult.of(call);
        ObjectNode now = current(call);
        var words = new StringBuilder();
        boolean would = false;
        for (String section : sections(call)) {
            boolean there = now.path(section).isObject();
            would |= there;
            words.append(there ? "Deleted section " : "Section ").append(section);
            words.append(there ? ".\n" : " does not exist.\n");
            if (there && !call.context().test()) {
                ObjectNode what = file(call).put("section", section);
                result.change(section, new Exec(call).with("ini.remove_section", what));
            }
        }
        return answer(call, result, would, words.toString());
    }
}
