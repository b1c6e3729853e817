package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Machine;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;
import org.saltern.modules.exec.ShellWords;
import org.saltern.modules.exec.TempDir;

/** New content in a file that is there only until {@code check_cmd} has looked at it. */
final class CheckFile implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;

    private final Machine machine;
    private final String path;
    private final AutoCloseable folder;

    private CheckFile(Machine machine, String path, AutoCloseable folder) {
        this.machine = machine;
        this.path = path;
        this.folder = folder;
    }

    /** In {@code tmp_dir} when given, with the ending {@code tmp_ext}. */
    static CheckFile of(Call call, byte[] content) throws IOException {
        Machine machine = call.machine();
        String ending = Values.isTrue(call.value("tmp_ext")) ? call.text("tmp_ext") : "";
        if (ending.contains("/")) {
            throw new org.saltern.modules.ModuleError.BadRequest("tmp_ext must not hold a '/'");
        }
        TempDir folder = TempDir.of(machine);
        String path = folder.file("content" + ending, content, OWNER_ONLY, "");
        if (!Values.isTrue(call.value("tmp_dir"))) {
            return new CheckFile(machine, path, folder);
        }
        String own =
                call.text("tmp_dir").replaceFirst("/+$", "")
                        + "/"
                        + Paths.name(Paths.parent(path))
                        + ending;
        machine.write(own, new byte[0]);
        machine.setMode(own, OWNER_ONLY);
        machine.write(own, content);
        return new CheckFile(machine, own, folder);
    }

    String path() {
        return path;
    }

    /** What the command said when it did not end with 0; empty when it did. The file's name is put behind it. */
    static Optional<String> refused(Call call, String command, String file) throws Exception {
        ObjectNode options = Json.object().put("python_shell", true);
        for (String option : List.of("cwd", "runas", "shell", "env", "umask")) {
            if (Values.isTrue(call.keyword(option))) {
                options.set(option, call.keyword(option));
            }
        }
        JsonNode ran =
                call.context()
                        .modules()
                        .run(
                                call.context(),
                                "cmd.run_all",
                                List.of(Values.text(command + " " + ShellWords.quoted(file))),
                                options);
        if (ran.path("retcode").asInt(1) == 0) {
            return Optional.empty();
        }
        var words = new StringBuilder("check_cmd execution failed");
        for (String stream : List.of("stdout", "stderr")) {
            String said = ran.path(stream).asText("");
            words.append(said.isEmpty() ? "" : "\n" + said);
        }
        return Optional.of(words.toString());
    }

    @Override
    public void close() throws Exception {
        if (Paths.exists(machine, path)) {
            machine.delete(path);
        }
        folder.close();
    }
}
