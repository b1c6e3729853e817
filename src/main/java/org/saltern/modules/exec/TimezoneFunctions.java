package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code timezone.*}, writing: the time zone of the machine. */
final class TimezoneFunctions {
    private static final String ZONES = "/usr/share/zoneinfo/";
    private static final String LOCAL = "/etc/localtime";

    private TimezoneFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("timezone.set_zone")
                        .doc("Sets the time zone of the machine.")
                        .arg("timezone")
                        .runs(TimezoneFunctions::set),
                Function.named("timezone.get_hwclock")
                        .doc("Answers what the hardware clock shows: UTC or localtime.")
                        .runs(call -> Values.text(clock(call))));
    }

    private static String path(Call call) throws IOException {
        String zone = call.text("timezone");
        if (!zone.matches("[A-Za-z0-9_+/-]+") || !Paths.isFile(call.machine(), ZONES + zone)) {
            throw new ModuleError.BadRequest(
                    "Zone \"" + zone + "\" does not exist: there is no " + ZONES + zone);
        }
        return ZONES + zone;
    }

    private static JsonNode set(Call call) throws IOException {
        String path = path(call);
        String beside = AtomicFile.beside(LOCAL);
        call.machine().symlink(path, beside);
        call.machine().rename(beside, LOCAL);
        byte[] name = (call.text("timezone") + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(call.machine(), "/etc/timezone", name);
        return Values.of(true);
    }

    private static String clock(Call call) throws IOException {
        boolean local =
                Paths.isFile(call.machine(), "/etc/adjtime")
                        && Texts.read(call.machine(), "/etc/adjtime")
                                .text()
                                .lines()
                                .anyMatch("LOCAL"::equals);
        return local ? "localtime" : "UTC";
    }
}
