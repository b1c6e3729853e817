package org.saltern;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.saltern.base.Problem;

/** The folder everything is kept in, used by one process at a time. */
final class DataFolder {
    private static final String LOCK = "lock";

    private DataFolder() {}

    /**
     * Takes the folder for this process, until closed; made when it is missing.
     *
     * @throws Problem.Unavailable another process uses it, or it cannot be written
     */
    static AutoCloseable lock(Path folder) {
        ServeCommand.makeFolder(folder);
        Path file = folder.resolve(LOCK);
        try {
            FileChannel channel =
                    FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            if (!isLocked(channel)) {
                channel.close();
                throw inUse(folder);
            }
            return channel;
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The data folder cannot be used: " + e,
                    file.toString(),
                    "Let the user that runs Saltern write there, or give another folder with the"
                            + " option 'data'.",
                    e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by another Saltern in this very process
        }
    }

    /** Whether nothing is there yet. */
    static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (var inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private static Problem.Unavailable inUse(Path folder) {
        return new Problem.Unavailable(
                "Another Saltern uses this data folder",
                folder.toString(),
                "Stop it first, or give another folder with the option 'data' (or SALTERN_DATA).");
    }
}
