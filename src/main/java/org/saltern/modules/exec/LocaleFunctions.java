package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code locale.*}: the locales of the machine and the one that it uses. */
final class LocaleFunctions {
    private static final Pattern NAME =
            Pattern.compile("([^_.@ ]*)(?:_([^.@ ]*))?(?:\\.([^@ ]*))?(?:@([^ ]*))?(?: (.*))?");
    private static final String SUPPORTED = "/usr/share/i18n/SUPPORTED";

    /** {@code language_TERRITORY.codeset@modifier charmap}; parts that are not there are empty. */
    record Name(
            String language, String territory, String codeset, String modifier, String charmap) {
        static Name of(String text) {
            Matcher m = NAME.matcher(text);
            if (!m.matches() || text.startsWith("-")) {
                throw new ModuleError.BadRequest("Not a locale: '" + text + "'");
            }
            var parts = new ArrayList<String>();
            for (int i = 1; i <= m.groupCount(); i++) {
                parts.add(m.group(i) == null ? "" : m.group(i));
            }
            return new Name(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4));
        }

        /** As {@code locale -a} prints it. */
        Name normal() {
            return new Name(
                    language,
                    territory.toUpperCase(Locale.ROOT),
                    codeset.toLowerCase(Locale.ROOT).replace("-", ""),
                    modifier,
                    "");
        }

        Name withCharmap() {
            return charmap.isEmpty()
                    ? new Name(language, territory, codeset, modifier, codeset)
                    : this;
        }

        @Override
        public String toString() {
            return language
                    + (territory.isEmpty() ? "" : "_" + territory)
                    + (codeset.isEmpty() ? "" : "." + codeset)
                    + (modifier.isEmpty() ? "" : "@" + modifier)
                    + (charmap.isEmpty() ? "" : " " + charmap);
        }
    }

    private LocaleFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("locale.list_avail")
                        .doc("Answers the locales that are there.")
                        .runs(call -> Values.texts(available(call))),
                Function.named("locale.avail")
                        .doc("Answers whether a locale is there.")
                        .arg("locale")
                        .runs(call -> Values.of(isAvailable(call))),
                Function.named("locale.get_locale")
                        .doc("Answers the locale of the system.")
                        .runs(call -> Values.text(current(call))),
                Function.named("locale.set_locale")
                        .doc("Sets the locale of the system.")
                        .arg("locale")
                        .runs(LocaleFunctions::set),
                Function.named("locale.gen_locale")
                        .doc("Generates a locale; answers whether it could.")
                        .takes("locale, **kwargs")
                        .runs(LocaleFunctions::generate));
    }

    private static List<String> available(Call call) throws IOException, InterruptedException {
        return Running.run(call, "locale", "-a").text().strip().lines().toList();
    }

    private static boolean isAvailable(Call call) throws IOException, InterruptedException {
        Name wanted = Name.of(call.text("locale")).normal();
        return available(call).stream().anyMatch(l -> Name.of(l.strip()).normal().equals(wanted));
    }

    private static boolean systemd(Call call) throws IOException {
        return Paths.isDirectory(call.machine(), "/run/systemd/system");
    }

    private static String family(Call call) {
        return call.context().grains().path("os_family").asText("");
    }

    private static String file(Call call) {
        if (family(call).equals("Debian")) {
            return "/etc/default/locale";
        }
        throw new ModuleError.Failed(
                "The locale of a system of the family "
                        + family(call)
                        + " is only known where systemd runs");
    }

    private static String current(Call call) throws IOException, InterruptedException {
        if (systemd(call)) {
            String status = Running.run(call, "localectl", "status").text();
            Matcher lang = Pattern.compile("LANG=(\\S+)").matcher(status);
            return lang.find() ? lang.group(1) : "";
        }
        if (!Paths.isFile(call.machine(), file(call))) {
            return "";
        }
        return Texts.read(call.machine(), file(call))
                .text()
                .lines()
                .filter(l -> l.startsWith("LANG="))
                .map(l -> l.substring(l.indexOf('=') + 1).replace("\"", ""))
                .findFirst()
                .orElse("");
    }

    private static JsonNode set(Call call) throws Exception {
        String locale = Name.of(call.text("locale")).toString();
        if (systemd(call)) {
            return Values.of(Running.run(call, "localectl", "set-locale", "LANG=" + locale).ok());
        }
        if (family(call).equals("Debian")) {
            if (call.machine().which("update-locale").isEmpty()) {
                throw new ModuleError.Failed("Cannot set locale: \"update-locale\" was not found.");
            }
            Running.run(call, "update-locale"); // makes the file when there is none
        }
        ObjectNode how = Json.object().put("append_if_not_found", true);
        Running.other(
                call,
                "file.replace",
                how,
                Values.text(file(call)),
                Values.text("^LANG=.*"),
                Values.text("LANG=\"" + locale + "\""));
        return Values.of(true);
    }

    private static JsonNode generate(Call call) throws Exception {
        boolean debian = call.context().grains().path("os").asText("").equals("Debian");
        Name name = Name.of(call.text("locale"));
        String both = name.language() + "_" + name.territory();
        Name full =
                call.context().grains().path("os").asText("").equals("Ubuntu")
                        ? name
                        : name.withCharmap();
        boolean known =
                debian
                        ? Texts.read(call.machine(), SUPPORTED)
                                .text()
                                .lines()
                                .anyMatch(l -> l.equals(full.toString()))
                        : Paths.exists(call.machine(), "/usr/share/i18n/locales/" + both);
        if (!known) {
            return Values.of(false);
        }
        if (Paths.exists(call.machine(), "/etc/locale.gen")) {
            Running.other(
                    call,
                    "file.replace",
                    Json.object().put("append_if_not_found", true),
                    Values.text("/etc/locale.gen"),
                    Values.text("^\\s*#\\s*" + Patterns.escape(full.toString()) + "\\s*$"),
                    Values.text(full + "\n"));
        }
        Ran ran = Running.run(call, Command.of(generator(call, full, both)));
        if (Values.isTrue(call.keyword("verbose"))) {
            return Json.object()
                    .put("retcode", ran.exit())
                    .put("pid", ran.pid())
                    .put("stdout", ran.text().strip())
                    .put("stderr", ran.errors().strip());
        }
        return Values.of(ran.ok());
    }

    private static List<String> generator(Call call, Name full, String both) throws IOException {
        if (call.machine().which("locale-gen").isPresent()) {
            boolean ubuntu = call.context().grains().path("os").asText("").equals("Ubuntu");
            return List.of("locale-gen", (ubuntu ? full.normal() : full).toString());
        }
        String into = both + "." + full.codeset();
        return List.of("localedef", "--force", "-i", both, "-f", full.codeset(), into, "--quiet");
    }
}
