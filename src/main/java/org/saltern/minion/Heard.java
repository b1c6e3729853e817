package org.saltern.minion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which publications were heard already, across restarts too: the last jids, so that a job which the master publishes once more
 * runs once, and the last serial under the AES key of that time, so that a recorded publication cannot be played again.
 */
final class Heard {
    private static final Logger LOG = LoggerFactory.getLogger(Heard.class);
    private static final int JIDS = 1000;

    private final Path file;
    private final Path list;
    private final Set<String> jids = new LinkedHashSet<>();

    /** Lines in the list, which grows to twice the jids that count. */
    private int lines;

    Heard(Path folder) {
        this.file = folder.resolve("last-publication");
        this.list = folder.resolve("heard-jobs");
        load();
    }

    private void load() {
        try {
            List<String> known = Files.exists(list) ? Files.readAllLines(list) : List.of();
            lines = known.size();
            known.stream().skip(Math.max(0, known.size() - JIDS)).forEach(jids::add);
        } catch (IOException e) {
            LOG.warn("{} is not readable: earlier jobs are not known", list, e);
        }
    }

    /** The last serial heard under the AES key with this digest; 0 when none or another key. */
    long lastSerial(String aesDigest) {
        try {
            String[] line =
                    Files.exists(file) ? Files.readString(file).strip().split(" ") : new String[0];
            return line.length == 2 && line[0].equals(aesDigest) ? Long.parseLong(line[1]) : 0;
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} is not readable: earlier publications are not known", file, e);
            return 0;
        }
    }

    void remember(String aesDigest, long serial) {
        try {
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, aesDigest + " " + serial + "\n");
            Files.move(
                    whole,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn(
                    "{} is not writable: after a restart this publication would count as new",
                    file,
                    e);
        }
    }

    /** Whether this jid was not among the last thousand; remembers it then, before it comes back. */
    synchronized boolean isNew(String jid) {
        if (!jids.add(jid)) {
            return false;
        }
        if (jids.size() > JIDS) {
            Optional<String> oldest = jids.stream().findFirst();
            oldest.ifPresent(jids::remove);
        }
        try {
            keep(jid);
        } catch (IOException e) {
            LOG.warn("{} is not writable: after a restart job {} would count as new", list, jid, e);
        }
        return true;
    }

    private void keep(String jid) throws IOException {
        if (lines < 2 * JIDS) {
            Files.writeString(
                    list, jid + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            lines++;
            return;
        }
        Path whole = list.resolveSibling(list.getFileName() + ".new");
        Files.write(whole, jids);
        Files.move(
                whole, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines = jids.size();
    }
}
