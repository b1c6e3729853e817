package org.saltern.conformance;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.saltern.base.Problem;

/** Gives up root: the same program again, in a process of the user {@code nobody} that cannot become root again. */
public final class Unprivileged {
    private static final String NOBODY = "65534";

    private final String classPath;

    /** @param classPath where this program's classes are, as {@code java -cp} takes it */
    public Unprivileged(String classPath) {
        this.classPath = classPath;
    }

    /** Whether this process may do anything to the machine. */
    public static boolean isRoot() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    /**
     * Runs a sub-command on a folder as {@code nobody}.
     *
     * @param lines hears each line that it prints
     * @return its exit code
     * @throws Problem.Unavailable there is no {@code setpriv} (util-linux)
     */
    public int run(String command, Path folder, Consumer<String> lines)
            throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
            throw new Problem.Unavailable(
                    "Cases are not run as root, and there is no setpriv to become somebody else",
                    "/usr/bin/setpriv",
                    "Run this as an ordinary user, or install util-linux.");
        }
        Path copy = Files.createTempDirectory("saltern-unprivileged-");
        try {
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path cases = copyTree(folder, copy.resolve("cases"));
            Path scratch = Files.createDirectory(copy.resolve("tmp"));
            Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
            return start(command, copied(copy.resolve("lib")), cases, scratch, lines);
        } finally {
            delete(copy);
        }
    }

    private static int start(
            String command, String classPath, Path cases, Path scratch, Consumer<String> lines)
            throws IOException, InterruptedException {
        var argv =
                new ArrayList<>(
                        List.of(
                                "/usr/bin/setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                "--no-new-privs",
                                "--bounding-set=-all",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + scratch,
                                "-Duser.timezone=UTC",
                                "-cp",
                                classPath,
                                "org.saltern.Cli",
                                command,
                                cases.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(argv).redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("HOME", scratch.toString());
        environment.put("TMPDIR", scratch.toString());
        environment.put("TZ", "UTC");
        environment.put("LC_ALL", "C.UTF-8");
        builder.directory(scratch.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.accept(line);
            }
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A copy of everything on the class path, which may lie where only root can read. */
    private String copied(Path to) throws IOException {
        Files.createDirectory(to);
        var out = new ArrayList<String>();
        int number = 0;
        for (String entry : classPath.split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (Files.isDirectory(from)) {
                out.add(copyTree(from, to.resolve("classes" + number++)).toString());
            } else if (Files.exists(from)) {
                Path target = to.resolve(number++ + "-" + from.getFileName());
                Files.copy(from, target);
                readable(target);
                out.add(target.toString());
            }
        }
        return String.join(File.pathSeparator, out);
    }

    private static Path copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString("rwxr-xr-x"));
                } else if (Files.isRegularFile(path)) {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                    readable(target);
                }
            }
        }
        return to;
    }

    private static void readable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException e)
                            throws IOException {
                        Files.delete(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
