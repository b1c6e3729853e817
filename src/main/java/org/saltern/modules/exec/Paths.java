package org.saltern.modules.exec;

import java.io.IOException;
import java.util.Optional;
import org.saltern.modules.Accounts;
import org.saltern.modules.FileStat;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;

/** Paths of the machine: what several functions do with them. */
public final class Paths {
    private static final int NEW_DIRECTORY = 0755;

    private Paths() {}

    /** Replaces a leading {@code ~} or {@code ~user} by the home directory. */
    public static String expanded(Machine machine, String path) throws IOException {
        if (!path.startsWith("~")) {
            return path;
        }
        int slash = path.indexOf('/');
        String user = path.substring(1, slash < 0 ? path.length() : slash);
        String rest = slash < 0 ? "" : path.substring(slash);
        return home(machine, user).map(home -> home + rest).orElse(path);
    }

    /** A user's home directory. @param user empty for the machine's own user */
    public static Optional<String> home(Machine machine, String user) throws IOException {
        if (user.isEmpty()) {
            String own = machine.environment().get("HOME");
            return own == null ? home(machine, System.getProperty("user.name")) : Optional.of(own);
        }
        return Accounts.of(machine).user(user).map(Accounts.User::home);
    }

    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
    }

    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public static boolean isDirectory(Machine machine, String path) throws IOException {
        return machine.stat(path, true).filter(FileStat::isDirectory).isPresent();
    }

    public static boolean isFile(Machine machine, String path) throws IOException {
        return machine.stat(path, true).filter(FileStat::isFile).isPresent();
    }

    /** Something is there, be it a link that leads nowhere. */
    public static boolean exists(Machine machine, String path) throws IOException {
        return machine.stat(path, false).isPresent();
    }

    /** @throws ModuleError.BadRequest not an absolute path */
    public static String absolute(String path) {
        if (!path.startsWith("/")) {
            throw new ModuleError.BadRequest("File path must be absolute: " + path);
        }
        return path;
    }

    /** Creates a directory and those above it that are missing, mode 0755. */
    public static void makeDirectories(Machine machine, String path) throws IOException {
        if (path.isEmpty() || path.equals("/") || isDirectory(machine, path)) {
            return;
        }
        makeDirectories(machine, parent(path));
        machine.makeDirectory(path);
        machine.setMode(path, NEW_DIRECTORY);
    }

    /** Removes a file, a link (not what it leads to), or a directory with all in it. */
    public static void deleteAll(Machine machine, String path) throws IOException {
        if (machine.stat(path, false).filter(FileStat::isDirectory).isPresent()) {
            for (String name : machine.list(path)) {
                deleteAll(machine, path + "/" + name);
            }
        }
        machine.delete(path);
    }

    /** The path without {@code .}, {@code ..} and doubled slashes, not looking at the disk. */
    public static String normal(String path) {
        String plain = java.nio.file.Path.of(path).normalize().toString();
        return plain.isEmpty() ? "." : plain;
    }
}
