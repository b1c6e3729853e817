package org.saltern.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.saltern.backup.Restore;
import org.saltern.base.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code saltern backup FILE}: a copy of the whole server, while it runs. */
@Command(
        name = "backup",
        description =
                "Write a copy of the running server to one file: database, keys, state files,"
                        + " settings.")
final class BackupCommand extends ClientCommand {
    @Parameters(paramLabel = "FILE", description = "A file that is not there yet.")
    private Path file;

    BackupCommand(Terminal terminal, Servers servers) {
        super(terminal, servers);
    }

    @Override
    int work(Api api) {
        if (Files.exists(file)) {
            throw new Problem.Conflict(
                    "There is such a file already", file.toString(), "Give another name.");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createFile(
                    part,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            try {
                api.download("/backup", part);
                requireWhole(part);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
            print(
                    "The backup is in %s (%d KiB). It holds the master's private key: keep it as safe as the server.%n"
                            .formatted(file, Files.size(file) >> 10));
        } catch (FileAlreadyExistsException e) {
            throw new Problem.Conflict(
                    "Another backup is being written to this file, or one broke off",
                    part.toString(),
                    "Wait for it, or delete that file.");
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The backup cannot be written: " + e,
                    file.toString(),
                    "Give a folder that you may write, on a disk that has room.",
                    e);
        }
        return OK;
    }

    private static void requireWhole(Path part) {
        if (!Restore.isWhole(part)) {
            throw new Problem.Unavailable(
                    "The backup broke off on its way, and was thrown away",
                    part.toString(),
                    "Look at the server's log, then try again.");
        }
    }
}
