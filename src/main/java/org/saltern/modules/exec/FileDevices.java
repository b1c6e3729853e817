package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code file.*}: device files, pipes and the attributes of ext file systems. */
final class FileDevices {
    private static final Map<String, String> LETTERS = Map.of("c", "c", "b", "b", "p", "p");

    private FileDevices() {}

    static List<Function> all() {
        return List.of(
                Function.named("file.mknod")
                        .doc("Creates a character device (c), a block device (b) or a pipe (p).")
                        .takes("name, ntype, major=0, minor=0, user=None, group=None, mode='0600'")
                        .runs(call -> mknod(call, call.text("ntype"))),
                Function.named("file.mknod_chrdev")
                        .doc("Creates a character device.")
                        .takes("name, major, minor, user=None, group=None, mode='0660'")
                        .runs(call -> mknod(call, "c")),
                Function.named("file.mknod_blkdev")
                        .doc("Creates a block device.")
                        .takes("name, major, minor, user=None, group=None, mode='0660'")
                        .runs(call -> mknod(call, "b")),
                Function.named("file.mknod_fifo")
                        .doc("Creates a named pipe.")
                        .takes("name, user=None, group=None, mode='0660'")
                        .runs(call -> mknod(call, "p")),
                Function.named("file.get_devmm")
                        .doc("Answers major and minor number of a device file.")
                        .arg("name")
                        .runs(FileDevices::numbers),
                Function.named("file.lsattr")
                        .doc("Answers the attributes of a file as lsattr lists them.")
                        .arg("path")
                        .runs(FileDevices::lsattr),
                Function.named("file.chattr")
                        .doc(
                                "Changes attributes of files: operator add or remove, attributes"
                                        + " such as 'ai'.")
                        .takes("*files, **kwargs")
                        .runs(FileDevices::chattr));
    }

    private static JsonNode mknod(Call call, String type) throws IOException, InterruptedException {
        String path = Paths.absolute(Paths.expanded(call.machine(), call.text("name")));
        if (!LETTERS.containsKey(type)) {
            throw new ModuleError.BadRequest(
                    "Node type unavailable: '"
                            + type
                            + "'. Available node types are character ('c'), block ('b'), and pipe"
                            + " ('p')");
        }
        if (Paths.exists(call.machine(), path)) {
            throw new ModuleError.Failed("File exists: " + path);
        }
        var argv = new ArrayList<>(List.of("mknod", "--", path, type));
        if (!type.equals("p")) {
            argv.add(Long.toString(call.number("major")));
            argv.add(Long.toString(call.number("minor")));
        }
        Ran ran = call.machine().run(argv.toArray(String[]::new));
        if (!ran.ok()) {
            throw new ModuleError.Failed(ran.errors().strip());
        }
        FileOwners.apply(call, path);
        return Json.object().put("name", path).put("result", true).put("comment", "");
    }

    private static JsonNode numbers(Call call) throws IOException {
        String path = Paths.absolute(Paths.expanded(call.machine(), call.text("name")));
        long device = call.machine().stat(path, true).map(s -> s.special()).orElse(0L);
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        return Json.array().add(major).add(minor);
    }

    /** The letters that lsattr shows for a path; empty when it cannot tell (no ext file system, no lsattr). */
    static String attributes(Machine machine, String path)
            throws IOException, InterruptedException {
        if (machine.which("lsattr").isEmpty()) {
            return "";
        }
        Ran ran = machine.run("lsattr", "-d", "--", path);
        return ran.ok() ? ran.text().split("\\s+", 2)[0].replace("-", "") : "";
    }

    private static JsonNode lsattr(Call call) throws IOException, InterruptedException {
        String path = Paths.expanded(call.machine(), call.text("path"));
        if (call.machine().which("lsattr").isEmpty()) {
            return Values.none();
        }
        if (!Paths.exists(call.machine(), path)) {
            throw new ModuleError.BadRequest("File or directory does not exist: " + path);
        }
        var letters = new ArrayList<String>();
        attributes(call.machine(), path)
                .chars()
                .forEach(c -> letters.add(String.valueOf((char) c)));
        return Json.object().set(path, Values.texts(letters));
    }

    private static JsonNode chattr(Call call) throws IOException, InterruptedException {
        String operator = Values.asText(call.keyword("operator"));
        String letters = Values.asText(call.keyword("attributes"));
        String sign =
                switch (operator) {
                    case "add" -> "+";
                    case "remove" -> "-";
                    default ->
                            throw new ModuleError.BadRequest(
                                    "Need an operator: 'add' or 'remove' to modify attributes.");
                };
        if (!letters.matches("[A-Za-z]+")) {
            throw new ModuleError.BadRequest("Need attributes: [aAcCdDeijPsStTu]");
        }
        var argv = new ArrayList<>(List.of("chattr"));
        if (Values.isTrue(call.keyword("flags"))) {
            argv.add("-" + Values.asText(call.keyword("flags")).replaceAll("[^RVf]", ""));
        }
        argv.addAll(List.of(sign + letters, "--"));
        argv.addAll(call.moreTexts());
        return Values.of(call.machine().run(argv.toArray(String[]::new)).ok());
    }
}
