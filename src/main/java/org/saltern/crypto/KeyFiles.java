package org.saltern.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.saltern.base.Problem;

/** A key pair in two PEM files, {@code <name>.pem} (mode 0600) and {@code <name>.pub}, as upstream keeps them. */
public final class KeyFiles {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final Path folder;
    private final String name;

    /** @param folder made with mode 0700 when it is missing */
    public KeyFiles(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /**
     * The key of these files; a new one of {@code bits} bits when there is none yet.
     *
     * @throws Problem.Unavailable others may read the file, or it cannot be read or written
     * @throws Problem.BadInput the file is not a private key
     */
    public RsaPrivateKey loadOrMake(int bits) {
        return Files.exists(privatePath()) ? load() : make(bits);
    }

    /** {@code <folder>/<name>.pem}. */
    public Path privatePath() {
        return folder.resolve(name + ".pem");
    }

    /** {@code <folder>/<name>.pub}. */
    public Path publicPath() {
        return folder.resolve(name + ".pub");
    }

    private RsaPrivateKey load() {
        Path file = privatePath();
        try {
            refuseLooseMode(file);
            if (Files.size(file) > Pem.LONGEST_PRIVATE) {
                throw new Problem.BadInput(
                        "The file is too long for a key",
                        file.toString(),
                        "Put the PEM file back.");
            }
            return RsaPrivateKey.parse(Files.readString(file));
        } catch (IOException e) {
            throw cannot("read", file, e);
        }
    }

    private RsaPrivateKey make(int bits) {
        RsaPrivateKey made = RsaPrivateKey.generate(bits);
        try {
            PrivateFile.makeFolder(folder);
            Files.writeString(publicPath(), made.publicKey().pem());
            PrivateFile.write(privatePath(), made.pem());
        } catch (IOException e) {
            throw cannot("write", privatePath(), e);
        }
        return made;
    }

    private static void refuseLooseMode(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // a file system without modes, such as Windows: its own access lists hold
        }
        Set<PosixFilePermission> mode = view.readAttributes().permissions();
        if (!OWNER.containsAll(mode)) {
            throw new Problem.Unavailable(
                    "The private key can be used by others ("
                            + PosixFilePermissions.toString(mode)
                            + ")",
                    file.toString(),
                    "Run: chmod 600 '"
                            + file
                            + "'. Make a new key when somebody may have copied it.");
        }
    }

    private static Problem.Unavailable cannot(String act, Path file, IOException e) {
        return new Problem.Unavailable(
                "Cannot " + act + " the private key: " + e.getMessage(),
                file.toString(),
                "Check the folder's owner and free space.",
                e);
    }

    /** Files only their owner may read. */
    private static final class PrivateFile {
        static void makeFolder(Path folder) throws IOException {
            if (Files.isDirectory(folder)) {
                return;
            }
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                var owner = PosixFilePermissions.asFileAttribute(OWNER);
                Files.createDirectories(folder, owner);
            } else {
                Files.createDirectories(folder);
            }
        }

        /** Whole or not at all: a crash leaves no half key behind. Java makes temporary files with mode 0600. */
        static void write(Path file, String text) throws IOException {
            Path whole = Files.createTempFile(file.toAbsolutePath().getParent(), ".key", ".new");
            try {
                Files.writeString(whole, text);
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        }
    }
}
