package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Json;
import org.saltern.interop.SaltVenvs;
import org.saltern.modules.grains.Grains;

class GrainsTest {
    /** Every difference from a real minion is explained in docs/grains.md; this test keeps that page true. */
    private static final Path PAGE = Path.of("docs/grains.md");

    /** Change from moment to moment, or belong to the process. */
    private static final Set<String> MOVING = Set.of("pid", "cwd", "path", "systempath");

    @TempDir private Path folder;

    private ObjectNode options() {
        return Json.object()
                .put("id", "web1.example")
                .put("master", "salt.example")
                .put("conf_file", folder.resolve("minion").toString());
    }

    private ObjectNode collect() {
        return Grains.collect(new LocalMachine(), options());
    }

    @Test
    void the_minion_knows_itself() {
        ObjectNode grains = collect();
        assertThat(grains.path("id").asText()).isEqualTo("web1.example");
        assertThat(grains.path("master").asText()).isEqualTo("salt.example");
        assertThat(grains.path("server_id").asLong()).isBetween(0L, 1L << 31);
        assertThat(grains.path("saltern").asText()).isNotEmpty();
        assertThat(grains.path("saltversion").asText()).isEqualTo(Release.SALT);
        assertThat(grains.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void the_machine_is_described() {
        ObjectNode grains = collect();
        assertThat(grains.path("kernel").asText()).isEqualTo("Linux");
        assertThat(grains.path("num_cpus").asInt()).isPositive();
        assertThat(grains.path("mem_total").asLong()).isPositive();
        assertThat(grains.path("os").asText()).isNotEmpty();
        assertThat(grains.path("ip4_interfaces").path("lo").path(0).asText())
                .isEqualTo("127.0.0.1");
        assertThat(grains.path("ipv4")).contains(Values.text("127.0.0.1"));
    }

    @Test
    void grains_of_the_file_and_of_the_options_win() throws Exception {
        Files.writeString(folder.resolve("grains"), "role: web\nos: Mine\n");
        ObjectNode options = options();
        options.putObject("grains").put("site", "vie").put("os", "Option");
        ObjectNode grains = Grains.collect(new LocalMachine(), options);
        assertThat(grains.path("role").asText()).isEqualTo("web");
        assertThat(grains.path("site").asText()).isEqualTo("vie");
        assertThat(grains.path("os").asText()).isEqualTo("Mine");
    }

    @Test
    void a_damaged_grains_file_does_not_hide_the_rest() throws Exception {
        Files.writeString(folder.resolve("grains"), "a: [1\n");
        assertThat(collect().path("kernel").asText()).isEqualTo("Linux");
    }

    @Test
    @Tag("interop")
    void every_difference_from_a_real_minion_on_this_machine_is_in_the_docs() throws Exception {
        ObjectNode theirs = ofRealMinion();
        ObjectNode ours = collect();
        String page = Files.readString(PAGE);
        List<String> unexplained = new ArrayList<>();
        for (String name : names(theirs, ours)) {
            boolean same =
                    java.util.Objects.equals(text(theirs, name), text(ours, name))
                            || MOVING.contains(name);
            if (!same && !page.contains("| `" + name + "` |")) {
                unexplained.add(
                        name + ": theirs " + text(theirs, name) + ", ours " + text(ours, name));
            }
        }
        assertThat(unexplained).isEmpty();
    }

    /** Compared as text: Salt writes some numbers and this test does not care about their Java type. */
    private static String text(ObjectNode grains, String name) {
        return grains.has(name) ? grains.get(name).toString() : null;
    }

    private static Set<String> names(ObjectNode one, ObjectNode other) {
        Set<String> names = new java.util.TreeSet<>();
        for (Map.Entry<String, JsonNode> e : one.properties()) {
            names.add(e.getKey());
        }
        for (Map.Entry<String, JsonNode> e : other.properties()) {
            names.add(e.getKey());
        }
        return names;
    }

    private ObjectNode ofRealMinion() throws Exception {
        Path call = SaltVenvs.bin("3006.24").resolve("salt-call");
        Files.writeString(
                folder.resolve("minion"),
                "id: web1.example\nmaster: salt.example\nroot_dir: "
                        + folder
                        + "\nfile_client: local\n");
        Command command =
                Command.of(
                        call.toString(),
                        "--local",
                        "--config-dir",
                        folder.toString(),
                        "--out",
                        "json",
                        "-l",
                        "quiet",
                        "grains.items");
        Ran ran = new LocalMachine().run(command.within(Duration.ofMinutes(2)), Output.NONE);
        return (ObjectNode) Json.parse(ran.text()).path("local");
    }
}
