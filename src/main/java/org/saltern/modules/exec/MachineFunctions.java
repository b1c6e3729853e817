package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.linux.Proc;

/** {@code key.*} and {@code timezone.*}, reading. */
final class MachineFunctions {
    private static final String ZONES = "/usr/share/zoneinfo/";

    private MachineFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("key.finger")
                        .doc("Answers the fingerprint of this minion's public key.")
                        .opt("hash_type")
                        .runs(call -> finger(call, "minion.pub")),
                Function.named("key.finger_master")
                        .doc(
                                "Answers the fingerprint of the master's public key as this minion"
                                        + " knows it.")
                        .opt("hash_type")
                        .runs(call -> finger(call, "minion_master.pub")),
                Function.named("timezone.get_zone")
                        .doc("Answers the time zone of the machine, such as Europe/Vienna.")
                        .runs(call -> Values.text(zone(call))),
                Function.named("timezone.get_zonecode")
                        .doc("Answers the short name of the time zone now, such as CET.")
                        .runs(
                                call ->
                                        Values.text(
                                                now(call)
                                                        .format(
                                                                DateTimeFormatter.ofPattern(
                                                                        "zzz", Locale.ENGLISH)))),
                Function.named("timezone.get_offset")
                        .doc("Answers the distance from UTC now, such as +0100.")
                        .runs(
                                call ->
                                        Values.text(
                                                now(call)
                                                        .format(
                                                                DateTimeFormatter.ofPattern(
                                                                        "xx", Locale.ENGLISH)))),
                Function.named("timezone.zone_compare")
                        .doc("Answers whether the machine is in this time zone.")
                        .arg("timezone")
                        .runs(MachineFunctions::compare));
    }

    /** Facts: the hash of the PEM file's lines but the first and last, in pairs of digits (protocol, 3.1). */
    private static JsonNode finger(Call call, String name) throws IOException {
        String dir = call.context().options().path("pki_dir").asText("");
        String file = dir + "/" + name;
        if (dir.isEmpty() || !Paths.isFile(call.machine(), file)) {
            return Values.text("");
        }
        String type =
                call.given("hash_type")
                        .orElse(call.context().options().path("hash_type").asText("sha256"));
        List<String> lines =
                new String(call.machine().read(file), StandardCharsets.UTF_8)
                        .lines()
                        .filter(l -> !l.isBlank())
                        .toList();
        String body =
                String.join(
                        "",
                        lines.subList(1, Math.max(1, lines.size() - 1)).stream()
                                .map(l -> l + "\n")
                                .toList());
        return Values.text(String.join(":", Hashes.of(type, body).split("(?<=\\G..)")));
    }

    private static String zone(Call call) {
        var proc = new Proc(call.machine());
        Optional<String> link = proc.link("/etc/localtime").filter(l -> l.contains("zoneinfo/"));
        return link.map(l -> l.substring(l.indexOf("zoneinfo/") + "zoneinfo/".length()))
                .or(() -> proc.text("/etc/timezone").map(String::strip).filter(t -> !t.isEmpty()))
                .orElse("UTC");
    }

    private static ZonedDateTime now(Call call) {
        try {
            return call.context()
                    .clock()
                    .instant()
                    .atZone(ZoneId.of(zone(call).replaceFirst("^(posix|right)/", "")));
        } catch (java.time.DateTimeException e) {
            throw new ModuleError.Failed(
                    "This machine's time zone '" + zone(call) + "' is not known", e);
        }
    }

    private static JsonNode compare(Call call) throws IOException {
        String wanted = call.text("timezone");
        SaltUrl.requireInside(wanted);
        if (!Paths.isFile(call.machine(), ZONES + wanted)) {
            throw new ModuleError.BadRequest("Can't find a local timezone \"" + wanted + "\"");
        }
        if (!Paths.isFile(call.machine(), "/etc/localtime")) {
            return Values.of(zone(call).equals(wanted));
        }
        return Values.of(
                java.util.Arrays.equals(
                        call.machine().read("/etc/localtime"),
                        call.machine().read(ZONES + wanted)));
    }
}
