package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records on disk that wait for the database. */
class SpillTest {
    @TempDir Path folder;

    private Spill open() throws IOException {
        return new Spill(folder.resolve("spill/returns"), 1 << 20);
    }

    @Test
    void what_was_appended_is_there_after_a_crash() throws Exception {
        open().append(List.of(bytes("one"), bytes("two"))); // not closed: the process was killed
        assertThat(texts(open())).containsExactly("one", "two");
    }

    @Test
    void a_record_that_was_half_written_is_cut_off_and_the_next_one_takes_its_place()
            throws Exception {
        open().append(List.of(bytes("one"), bytes("two")));
        Path file = folder.resolve("spill/returns");
        byte[] whole = Files.readAllBytes(file);
        for (int length = whole.length - 1; length > 11; length--) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            try (Spill spill = open()) {
                spill.append(List.of(bytes("three")));
                assertThat(texts(spill)).containsExactly("one", "three");
            }
        }
    }

    @Test
    void rubbish_behind_the_records_is_cut_off() throws Exception {
        open().append(List.of(bytes("one")));
        Files.write(
                folder.resolve("spill/returns"),
                new byte[] {0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7},
                StandardOpenOption.APPEND);
        assertThat(texts(open())).containsExactly("one");
    }

    @Test
    void the_file_is_empty_once_all_is_forgotten() throws Exception {
        try (Spill spill = open()) {
            spill.append(List.of(bytes("one"), bytes("two")));
            List<Spill.Entry> entries = spill.oldest(1, 1 << 20);
            spill.forget(entries.getLast());
            assertThat(texts(spill)).containsExactly("two");
            spill.forget(spill.oldest(10, 1 << 20).getLast());
            assertThat(spill.isEmpty()).isTrue();
            assertThat(folder.resolve("spill/returns")).isEmptyFile();
        }
    }

    @Test
    void a_full_file_takes_none_of_a_group() throws Exception {
        try (Spill spill = new Spill(folder.resolve("small"), 40)) {
            spill.append(List.of(bytes("one")));
            assertThatThrownBy(() -> spill.append(List.of(bytes("two"), new byte[40])))
                    .isInstanceOf(IOException.class);
            assertThat(texts(spill)).containsExactly("one");
        }
    }

    @Test
    void only_its_owner_can_read_the_file() throws Exception {
        open().close();
        assertThat(Files.getPosixFilePermissions(folder.resolve("spill/returns"))).hasSize(2);
    }

    @Property(tries = 50)
    void records_come_back_as_they_were(@ForAll @Size(max = 20) List<byte[]> records)
            throws IOException {
        Path file = Files.createTempFile("spill", "");
        try (Spill spill = new Spill(file, 1 << 20)) {
            spill.append(records);
        }
        try (Spill spill = new Spill(file, 1 << 20)) {
            assertThat(spill.oldest(100, 1 << 20).stream().map(Spill.Entry::bytes))
                    .usingElementComparator(java.util.Arrays::compare)
                    .containsExactlyElementsOf(records);
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static List<String> texts(Spill spill) throws IOException {
        List<String> texts = new ArrayList<>();
        spill.oldest(100, 1 << 20)
                .forEach(
                        e ->
                                texts.add(
                                        new String(
                                                e.bytes(),
                                                java.nio.charset.StandardCharsets.UTF_8)));
        return texts;
    }
}
