package org.saltern.modules.exec;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.saltern.modules.FileStat;
import org.saltern.modules.Machine;

/**
 * Replaces the content of files so that whoever looks, or a minion that is killed in the middle, finds the old or the new
 * content and never half of one: the content is written beside the file and put in its place. Owner and mode of a file
 * that is there stay. A file with several names (hard links) is written in place, because its names would part otherwise, and so
 * is one whose owner this user may not set.
 */
public final class AtomicFile {
    /** The mode that the umask leaves to a new file. */
    public static final int BY_UMASK = -1;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OWNER_ONLY = 0600;

    private AtomicFile() {}

    /** Replaces or creates; a new file gets the mode that the umask leaves. */
    public static void write(Machine machine, String path, byte[] content) throws IOException {
        write(machine, path, content, BY_UMASK, true);
    }

    /**
     * Replaces or creates.
     *
     * @param newMode mode of a file that was not there, or {@link #BY_UMASK}
     * @param follow a link stays and what it leads to is replaced; else the link itself is
     */
    public static void write(
            Machine machine, String path, byte[] content, int newMode, boolean follow)
            throws IOException {
        String target = follow ? led(machine, path) : path;
        Optional<FileStat> old = machine.stat(target, false).filter(FileStat::isFile);
        if (old.isPresent() && old.get().links() > 1) {
            machine.write(target, content);
            return;
        }
        String beside = beside(target);
        try {
            machine.write(beside, new byte[0]);
            int byUmask = machine.stat(beside, false).orElseThrow().mode();
            machine.setMode(beside, OWNER_ONLY);
            machine.write(beside, content);
            if (old.isPresent() && !keepsOwner(machine, beside, old.get())) {
                machine.delete(beside);
                machine.write(target, content);
                return;
            }
            int mode = newMode == BY_UMASK ? byUmask : newMode;
            machine.setMode(beside, old.map(FileStat::mode).orElse(mode));
            machine.rename(beside, target);
        } catch (IOException e) {
            if (Paths.exists(machine, beside)) {
                machine.delete(beside);
            }
            throw e;
        }
    }

    /** False when this user may not give the file to whom it belongs. */
    private static boolean keepsOwner(Machine machine, String path, FileStat old)
            throws IOException {
        FileStat now = machine.stat(path, false).orElseThrow();
        if (now.uid() == old.uid() && now.gid() == old.gid()) {
            return true;
        }
        try {
            machine.setOwner(path, old.uid(), old.gid(), false);
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }

    private static String led(Machine machine, String path) throws IOException {
        return Paths.isFile(machine, path) ? machine.realPath(path) : path;
    }

    /** A name in the same directory that nobody else uses. */
    public static String beside(String path) {
        byte[] name = new byte[6];
        RANDOM.nextBytes(name);
        return Paths.parent(path) + "/." + Paths.name(path) + "." + HexFormat.of().formatHex(name);
    }
}
