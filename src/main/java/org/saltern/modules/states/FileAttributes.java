package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.saltern.modules.Context;
import org.saltern.modules.Machine;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** Attributes of ext file systems ({@code attrs: ai}): those named are set, other settable ones taken away. */
final class FileAttributes {
    private static final String SETTABLE = "aAcCdDijPsStTu";

    private FileAttributes() {}

    /** Adds {@code attrs} to the changes. @return what could not be done, in words */
    static List<String> apply(Context context, String path, JsonNode wanted, ObjectNode changes)
            throws IOException, InterruptedException {
        if (!Values.isTrue(wanted)) {
            return List.of();
        }
        String letters = Values.asText(wanted).replaceAll("[^A-Za-z]", "");
        Machine machine = context.machine();
        if (machine.which("lsattr").isEmpty() || machine.which("chattr").isEmpty()) {
            return List.of("lsattr and chattr are needed for attrs and not on this machine");
        }
        String now = list(machine, path);
        String add = without(letters, now);
        String take = without(now, letters);
        if (add.isEmpty() && take.isEmpty()) {
            return List.of();
        }
        if (!context.test()) {
            String failed = change(machine, path, "-", take) + change(machine, path, "+", add);
            if (!failed.isEmpty()) {
                return List.of("Failed to change attrs to " + letters + ": " + failed.strip());
            }
        }
        changes.put("attrs", letters);
        return List.of();
    }

    private static String list(Machine machine, String path)
            throws IOException, InterruptedException {
        Ran ran = machine.run("lsattr", "-d", "--", path);
        return ran.ok() ? ran.text().split("\\s+", 2)[0].replaceAll("[^" + SETTABLE + "]", "") : "";
    }

    private static String without(String letters, String others) {
        var out = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            char c = letters.charAt(i);
            if (others.indexOf(c) < 0) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String change(Machine machine, String path, String sign, String letters)
            throws IOException, InterruptedException {
        if (letters.isEmpty()) {
            return "";
        }
        Ran ran = machine.run("chattr", sign + letters, "--", path);
        return ran.ok() ? "" : ran.errors();
    }
}
