package org.saltern.modules.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.modules.LocalMachine;

class AtomicFileTest {
    @TempDir Path folder;
    private final LocalMachine machine = new LocalMachine();

    private void write(Path path, String text) throws Exception {
        AtomicFile.write(machine, path.toString(), text.getBytes(UTF_8));
    }

    @Test
    void the_mode_of_a_file_stays() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "old");
        machine.setMode(file.toString(), 0751);
        write(file, "new");
        assertThat(machine.stat(file.toString(), false).orElseThrow().mode()).isEqualTo(0751);
        assertThat(file).hasContent("new");
    }

    @Test
    void a_link_stays_and_what_it_leads_to_is_replaced() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("l"), file);
        write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void the_names_of_a_file_stay_together() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "old");
        Path other = Files.createLink(folder.resolve("other"), file);
        write(file, "new");
        assertThat(other).hasContent("new");
    }

    @Test
    void nothing_is_left_beside_it() throws Exception {
        write(folder.resolve("f"), "new");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(folder.resolve("f"));
        }
    }

    @Test
    void a_reader_sees_the_old_or_the_new_content_and_never_half() throws Exception {
        String old = "o".repeat(200_000);
        String now = "n".repeat(300_000);
        Path file = folder.resolve("f");
        write(file, old);
        var torn = new AtomicBoolean();
        var done = new AtomicBoolean();
        Thread reader =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!done.get()) {
                                        try {
                                            String seen = Files.readString(file);
                                            if (!seen.equals(old) && !seen.equals(now)) {
                                                torn.set(true);
                                            }
                                        } catch (java.io.IOException e) {
                                            torn.set(true);
                                        }
                                    }
                                });
        for (int i = 0; i < 200; i++) {
            write(file, i % 2 == 0 ? now : old);
        }
        done.set(true);
        reader.join();
        assertThat(torn).isFalse();
    }
}
