package org.saltern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What Linux tells of a process. */
final class Proc {
    private static final int KIBIBYTE = 1024;
    private static final int USER_TIME = 11;
    private static final int TICKS_A_SECOND = 100;

    private Proc() {}

    /** A field of a file of lines {@code Name: n kB}, in bytes; empty when there is no such file. */
    static Optional<Long> field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // another system than Linux, or the process has ended
        }
    }

    /** Processor time of a process without its children; empty when it has ended or this is not Linux. */
    static Optional<Duration> cpu(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
            return Optional.of(Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
