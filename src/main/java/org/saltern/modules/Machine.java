package org.saltern.modules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A computer that functions work on: this one ({@link LocalMachine}), later one behind SSH. Paths are absolute. Every
 * method that takes a path throws {@link java.nio.file.NoSuchFileException} when it is not there and
 * {@link java.nio.file.AccessDeniedException} when it may not be touched. Thread-safe.
 */
public interface Machine {
    /** Longest file that {@link #read(String)} takes into memory: 64 MiB. */
    int LONGEST_READ = 64 << 20;

    /**
     * Runs a program to its end, or until its time is up. Whatever it started is killed with it: SIGTERM, then SIGKILL.
     *
     * @throws IOException the program cannot be started (not found, no such directory, not permitted)
     * @throws InterruptedException the calling thread was interrupted; the process tree is gone by then
     */
    Ran run(Command command, Output output) throws IOException, InterruptedException;

    /** Starts a program that outlives the call; its output goes nowhere. Returns the process id. */
    long start(Command command) throws IOException;

    /** Sends a signal, as kill(2). False when no such process is there (or it may not be signalled). */
    boolean signal(long pid, int signal) throws IOException, InterruptedException;

    /** Environment variables of the machine's own user. */
    Map<String, String> environment();

    /**
     * Changes a variable for the programs that this object starts from now on.
     *
     * @param value empty to remove it
     * @throws IOException this kind of machine cannot do it
     */
    default void setEnvironment(String name, Optional<String> value) throws IOException {
        throw new IOException("Environment variables cannot be set on this machine");
    }

    /** The path with {@code follow} deciding whether a symbolic link is looked through; empty when nothing is there. */
    Optional<FileStat> stat(String path, boolean follow) throws IOException;

    /** Names in a directory, sorted, without {@code .} and {@code ..}. */
    List<String> list(String path) throws IOException;

    /** Opens a file for reading; the caller closes it. */
    InputStream open(String path) throws IOException;

    /** The whole file. @throws IOException also when it is longer than {@link #LONGEST_READ} */
    default byte[] read(String path) throws IOException {
        try (InputStream in = open(path)) {
            byte[] all = in.readNBytes(LONGEST_READ + 1);
            if (all.length > LONGEST_READ) {
                throw new IOException(path + " is longer than " + LONGEST_READ + " bytes");
            }
            return all;
        }
    }

    /** Replaces the content in place (same inode, owner and mode), or creates the file. */
    void write(String path, byte[] content) throws IOException;

    /** Adds to the end, or creates the file. */
    void append(String path, byte[] content) throws IOException;

    /** Makes the file exactly this long: cut, or filled with zero bytes. */
    void truncate(String path, long length) throws IOException;

    /** Copies one file, content and mode, over the target. */
    void copy(String from, String to) throws IOException;

    /**
     * Moves or renames, over the target if it is a file. Within one file system others see the old or the new target,
     * never none.
     */
    void rename(String from, String to) throws IOException;

    /** Removes one file, link or empty directory. */
    void delete(String path) throws IOException;

    /** Creates one directory; its parent must be there. */
    void makeDirectory(String path) throws IOException;

    void symlink(String target, String link) throws IOException;

    void hardLink(String existing, String link) throws IOException;

    /** What the link says, not resolved. */
    String readLink(String path) throws IOException;

    /** The path with every link resolved. */
    String realPath(String path) throws IOException;

    /** @param mode permission bits, 0 to 07777 */
    void setMode(String path, int mode) throws IOException;

    /** @param uid or gid -1 to leave that one */
    void setOwner(String path, long uid, long gid, boolean follow) throws IOException;

    void setTimes(String path, Instant accessed, Instant modified) throws IOException;

    /** Runs a program and hears nothing until it ends. */
    default Ran run(String... argv) throws IOException, InterruptedException {
        return run(Command.of(argv), Output.NONE);
    }

    /** Where a program is, as {@code which} finds it; empty when it is not on the PATH. */
    default Optional<String> which(String name) throws IOException {
        if (name.contains("/")) {
            return isProgram(name) ? Optional.of(name) : Optional.empty();
        }
        String path = environment().getOrDefault("PATH", "/usr/local/sbin:/usr/local/bin");
        for (String dir : (path + ":/usr/sbin:/usr/bin:/sbin:/bin").split(":")) {
            if (dir.startsWith("/") && isProgram(dir + "/" + name)) {
                return Optional.of(dir + "/" + name);
            }
        }
        return Optional.empty();
    }

    private boolean isProgram(String path) throws IOException {
        try {
            return stat(path, true).filter(s -> s.isFile() && s.isExecutable()).isPresent();
        } catch (AccessDeniedException e) {
            return false; // a folder on the PATH that this user may not look into
        }
    }
}
