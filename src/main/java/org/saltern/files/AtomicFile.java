package org.saltern.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes and removes files so that after a crash the old or the new content is there, whole: temporary file, fsync, rename, fsync of
 * the folder.
 */
final class AtomicFile {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> EXECUTE =
            EnumSet.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private final SecureRandom random = new SecureRandom();

    /**
     * Puts this content in the place of a file, or makes it. Mode, and where permitted owner and group, stay; a new file gets the
     * mode of its folder without the right to execute.
     */
    void write(Path target, byte[] content) throws IOException {
        Path folder = target.getParent();
        byte[] name = new byte[8];
        random.nextBytes(name);
        Path temporary =
                folder.resolve(Ignored.TEMPORARY_PREFIX + HexFormat.of().formatHex(name) + ".tmp");
        try {
            writeNew(temporary, content);
            takeOver(target, temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sync(folder);
    }

    void delete(Path target) throws IOException {
        Files.delete(target);
        sync(target.getParent());
    }

    /** Makes missing folders with the mode of the nearest one that is there. */
    void makeFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        makeFolders(parent);
        Files.createDirectory(folder);
        if (isPosix(folder)) {
            Files.setPosixFilePermissions(folder, Files.getPosixFilePermissions(parent));
        }
        sync(parent);
    }

    private static void writeNew(Path temporary, byte[] content) throws IOException {
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (FileChannel file =
                isPosix(temporary.getParent())
                        ? FileChannel.open(
                                temporary, options, PosixFilePermissions.asFileAttribute(OWNER))
                        : FileChannel.open(temporary, options)) {
            ByteBuffer data = ByteBuffer.wrap(content);
            while (data.hasRemaining()) {
                file.write(data);
            }
            file.force(true);
        }
    }

    private static void takeOver(Path target, Path temporary) throws IOException {
        if (!isPosix(temporary)) {
            return;
        }
        var view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Set<PosixFilePermission> mode =
                    EnumSet.copyOf(Files.getPosixFilePermissions(target.getParent()));
            mode.removeAll(EXECUTE);
            view.setPermissions(mode);
            return;
        }
        PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
        PosixFileAttributes mine = view.readAttributes();
        if (!old.owner().equals(mine.owner()) || !old.group().equals(mine.group())) {
            keepOwner(view, old);
        }
        view.setPermissions(old.permissions());
    }

    /** Only root may give files away; anybody else's save leaves the file to the one who saved. */
    private static void keepOwner(PosixFileAttributeView view, PosixFileAttributes old)
            throws IOException {
        try {
            view.setGroup(old.group());
            view.setOwner(old.owner());
        } catch (FileSystemException e) {
            LOG.debug("The owner {} could not be kept", old.owner(), e);
        }
    }

    private static boolean isPosix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
