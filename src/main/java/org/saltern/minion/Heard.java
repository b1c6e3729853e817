package org.saltern.minion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which publications were heard already: the last jids, and across restarts the last serial under the AES key of that time, so
 * that a recorded publication cannot be played again to a restarted agent.
 */
final class Heard {
    private static final Logger LOG = LoggerFactory.getLogger(Heard.class);
    private static final int JIDS = 1000;

    private final Path file;
    private final Set<String> jids = new LinkedHashSet<>();

    Heard(Path folder) {
        this.file = folder.resolve("last-publication");
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

    /** Whether this jid was not among the last thousand; remembers it then. */
    synchronized boolean isNew(String jid) {
        boolean fresh = jids.add(jid);
        if (jids.size() > JIDS) {
            Optional<String> oldest = jids.stream().findFirst();
            oldest.ifPresent(jids::remove);
        }
        return fresh;
    }
}
