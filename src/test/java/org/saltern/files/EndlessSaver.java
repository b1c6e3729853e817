package org.saltern.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process of its own that saves one text, then the other, until it is killed. */
final class EndlessSaver {
    static final String ONE = "1".repeat(300_000);
    static final String TWO = "2".repeat(200_000);

    private EndlessSaver() {}

    public static void main(String[] args) throws IOException {
        var disk = new AtomicFile();
        for (int i = 0; ; i++) {
            disk.write(Path.of(args[0]), (i % 2 == 0 ? ONE : TWO).getBytes(StandardCharsets.UTF_8));
            System.out.println("saved");
        }
    }
}
