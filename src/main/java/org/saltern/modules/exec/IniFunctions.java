package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code ini.*}: options in files of sections. A file is only written when an option changes. */
final class IniFunctions {
    private IniFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("ini.get_ini")
                        .doc("Answers a whole file: options and sections.")
                        .takes("file_name, separator='=', encoding=None")
                        .runs(call -> read(call).tree()),
                Function.named("ini.get_option")
                        .doc("Answers an option; with an empty section one above all sections.")
                        .takes("file_name, section, option, separator='=', encoding=None")
                        .runs(IniFunctions::option),
                Function.named("ini.get_section")
                        .doc("Answers the options of a section.")
                        .takes("file_name, section, separator='=', encoding=None")
                        .runs(
                                call ->
                                        read(call).tree().get(call.text("section"))
                                                        instanceof ObjectNode section
                                                ? section
                                                : Json.object()),
                Function.named("ini.set_option")
                        .doc("Sets options; sections maps sections to their options.")
                        .takes(
                                "file_name, sections=None, separator='=', encoding=None,"
                                        + " no_spaces=False")
                        .runs(IniFunctions::set),
                Function.named("ini.remove_option")
                        .doc("Removes an option and answers what it was.")
                        .takes("file_name, section, option, separator='=', encoding=None")
                        .runs(IniFunctions::removeOption),
                Function.named("ini.remove_section")
                        .doc("Removes a section and answers what it held.")
                        .takes("file_name, section, separator='=', encoding=None")
                        .runs(IniFunctions::removeSection));
    }

    private static Charset charset(Call call) {
        String name = call.given("encoding").orElse("utf-8");
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new ModuleError.Failed("unknown encoding: " + name, e);
        }
    }

    private static IniFile read(Call call) throws IOException {
        String file = call.text("file_name");
        String text = "";
        if (Paths.exists(call.machine(), file)) {
            byte[] content = call.machine().read(file);
            text =
                    call.given("encoding").isPresent()
                            ? new String(content, charset(call))
                            : Texts.utf8(content)
                                    .orElseThrow(
                                            () -> new ModuleError.Failed(file + " is not UTF-8"));
        }
        return new IniFile(text, call.text("separator"));
    }

    private static void write(Call call, IniFile file, boolean tight) throws IOException {
        Charset charset = call.given("encoding").isEmpty() ? StandardCharsets.UTF_8 : charset(call);
        AtomicFile.write(
                call.machine(), call.text("file_name"), file.text(tight).getBytes(charset));
    }

    private static String section(Call call) {
        return call.given("section").orElse(null);
    }

    private static JsonNode option(Call call) throws IOException {
        ObjectNode all = read(call).tree();
        JsonNode from = section(call) == null ? all : all.path(section(call));
        JsonNode found = from.path(call.text("option"));
        return found.isMissingNode() ? Values.none() : found;
    }

    private static JsonNode set(Call call) throws IOException {
        if (!(call.value("sections") instanceof ObjectNode wanted)) {
            return Json.object();
        }
        IniFile file = read(call);
        ObjectNode changes = file.update(wanted);
        if (!changes.isEmpty()) {
            write(call, file, call.flag("no_spaces"));
        }
        return changes;
    }

    private static JsonNode removeOption(Call call) throws IOException {
        IniFile file = read(call);
        JsonNode old = file.removeOption(section(call), call.text("option"));
        if (!old.isNull()) {
            write(call, file, false);
        }
        return old;
    }

    private static JsonNode removeSection(Call call) throws IOException {
        IniFile file = read(call);
        JsonNode old = file.removeSection(call.text("section"));
        if (!old.isNull()) {
            write(call, file, false);
        }
        return old;
    }
}
