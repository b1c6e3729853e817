package org.saltern.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.saltern.base.Problem;

/**
 * The file of the embedded database, readable by its owner alone: mode 0600 in a folder of mode 0700. The folder's mode is set
 * only when Saltern makes it; the file's at each start, because compacting replaces the file.
 */
final class DatabaseFile {
    private static final Set<PosixFilePermission> OWNER_FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private DatabaseFile() {}

    /** @throws Problem.Unavailable the folder or file cannot be made or written */
    static void prepare(DatabaseSettings settings) {
        Path file = settings.file();
        if (file == null) {
            return;
        }
        try {
            makeFolder(file.getParent());
            makeFile(file);
        } catch (IOException e) {
            throw notWritable(file, e);
        }
        if (!Files.isWritable(file) || !Files.isWritable(file.getParent())) {
            throw notWritable(file, null);
        }
    }

    /**
     * Makes an empty file for its owner alone.
     *
     * @throws Problem.Unavailable it cannot be made
     */
    static void makePrivate(Path file) {
        try {
            makeFile(file);
        } catch (IOException e) {
            throw notWritable(file, e);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder.getRoot(), OWNER_FOLDER));
        }
    }

    private static void makeFile(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file.getRoot(), OWNER_FILE));
        } catch (FileAlreadyExistsException e) {
            if (isPosix(file)) {
                Files.setPosixFilePermissions(file, OWNER_FILE);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path anywhere, Set<PosixFilePermission> mode) {
        return isPosix(anywhere)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }

    private static Problem notWritable(Path file, IOException e) {
        String why =
                e == null
                        ? ""
                        : ": " + Problem.shown(e.getClass().getSimpleName() + " " + e.getMessage());
        return new Problem.Unavailable(
                "The database file cannot be written" + why,
                file.toString(),
                "Let the user that runs Saltern write this folder, or name another data folder.",
                e);
    }
}
