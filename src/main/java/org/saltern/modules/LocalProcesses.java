package org.saltern.modules;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts programs of this machine: environment, user, mask, limits, and an end for the whole tree. */
final class LocalProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(LocalProcesses.class);
    private static final int BUFFER = 16 << 10;

    private final Machine machine;
    private final ProcessWatch watch;

    LocalProcesses(Machine machine, ProcessWatch watch) {
        this.machine = machine;
        this.watch = watch;
    }

    Ran run(Command command, Output output) throws IOException, InterruptedException {
        boolean session = machine.which("setsid").isPresent();
        Process process = builder(command, session).start();
        var tree = new ProcessTree(process.toHandle(), session);
        watch.started(tree);
        try {
            return await(command, process, tree, output);
        } catch (InterruptedException e) {
            tree.end();
            throw e;
        } finally {
            watch.ended(tree);
        }
    }

    long start(Command command) throws IOException {
        ProcessBuilder builder = builder(command, machine.which("setsid").isPresent());
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .pid();
    }

    private static Ran await(Command command, Process process, ProcessTree tree, Output output)
            throws InterruptedException {
        long end =
                command.timeout().map(t -> System.nanoTime() + t.toNanos()).orElse(Long.MAX_VALUE);
        var out = new Reader(process.getInputStream(), Output.Stream.OUT, output, command.limit());
        var err = new Reader(process.getErrorStream(), Output.Stream.ERR, output, command.limit());
        Thread feeder = feed(process, command.stdin());
        List<Thread> threads = List.of(out.start(), err.start(), feeder);
        boolean done = process.waitFor(remaining(end), TimeUnit.NANOSECONDS);
        for (Thread t : threads) { // a child that outlives the program may still hold the streams
            done &= t.join(Duration.ofNanos(Math.max(1, remaining(end))));
        }
        if (!done) {
            tree.end();
            process.waitFor();
        }
        return new Ran(
                process.waitFor(),
                process.pid(),
                out.kept(),
                err.kept(),
                !done,
                out.cut() || err.cut());
    }

    private static long remaining(long end) {
        return end == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, end - System.nanoTime());
    }

    private static Thread feed(Process process, Optional<byte[]> stdin) {
        return Thread.ofPlatform()
                .daemon()
                .name("stdin of " + process.pid())
                .start(
                        () -> {
                            try (OutputStream to = process.getOutputStream()) {
                                to.write(stdin.orElse(new byte[0]));
                            } catch (IOException e) {
                                LOG.debug(
                                        "Process {} did not read all of its input",
                                        process.pid(),
                                        e);
                            }
                        });
    }

    private ProcessBuilder builder(Command command, boolean session) throws IOException {
        requireProgram(command);
        if (command.cwd().isPresent() && !Files.isDirectory(Path.of(command.cwd().get()))) {
            throw new NoSuchFileException(command.cwd().get(), null, "No such directory");
        }
        var argv = new ArrayList<String>();
        if (session) {
            argv.add(machine.which("setsid").orElseThrow());
        }
        if (command.umask().isPresent()) {
            String mask = Integer.toOctalString(command.umask().get());
            argv.addAll(List.of("/bin/sh", "-c", "umask " + mask + " && exec \"$@\"", "sh"));
        }
        argv.addAll(asUser(command));
        argv.addAll(command.argv());
        var builder = new ProcessBuilder(argv).redirectErrorStream(command.mergeErrors());
        command.cwd().ifPresent(dir -> builder.directory(Path.of(dir).toFile()));
        builder.environment().clear();
        if (!command.cleanEnv()) {
            builder.environment().putAll(machine.environment());
        }
        builder.environment().remove("NOTIFY_SOCKET");
        builder.environment().putAll(command.env());
        return builder;
    }

    /** A wrapper in front of the program would hide that it is missing, so look first. */
    private void requireProgram(Command command) throws IOException {
        String program = command.argv().get(0);
        String path = command.env().getOrDefault("PATH", "");
        boolean found;
        if (program.contains("/")) {
            String from = command.cwd().orElse("");
            found = Files.isExecutable(Path.of(from).resolve(program));
        } else {
            found = machine.which(program).isPresent() || onPath(path, program);
        }
        if (!found) {
            throw new NoSuchFileException(program, null, "No such file or directory");
        }
    }

    private static boolean onPath(String path, String program) {
        return java.util.Arrays.stream(path.split(":"))
                .anyMatch(dir -> dir.startsWith("/") && Files.isExecutable(Path.of(dir, program)));
    }

    /** The words before the program that change the user: setpriv where it can, else runuser, else su. */
    private List<String> asUser(Command command) throws IOException {
        if (command.runAs().isEmpty()
                || command.runAs().get().equals(System.getProperty("user.name"))) {
            return List.of();
        }
        String user = command.runAs().get();
        Optional<String> setpriv = machine.which("setpriv");
        if (setpriv.isPresent()
                && !Files.isSymbolicLink(Path.of(setpriv.get()))) { // busybox has a smaller one
            long gid =
                    Accounts.of(machine)
                            .user(user)
                            .map(Accounts.User::gid)
                            .orElseThrow(
                                    () -> new IOException("User '" + user + "' is not available"));
            return List.of(
                    setpriv.get(), "--reuid=" + user, "--regid=" + gid, "--init-groups", "--");
        }
        Optional<String> runuser = machine.which("runuser");
        if (runuser.isPresent()) {
            return List.of(runuser.get(), "-u", user, "--");
        }
        String su =
                machine.which("su")
                        .orElseThrow(
                                () -> new IOException("Neither setpriv, runuser nor su is here"));
        return List.of(su, "-s", "/bin/sh", user, "-c", "exec \"$0\" \"$@\"");
    }

    /** Reads one stream to its end: each piece is told as it arrives, the first bytes up to the limit are kept. */
    private static final class Reader {
        private final InputStream in;
        private final Output.Stream stream;
        private final Output output;
        private final int limit;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean cut;

        Reader(InputStream in, Output.Stream stream, Output output, int limit) {
            this.in = in;
            this.stream = stream;
            this.output = output;
            this.limit = limit;
        }

        Thread start() {
            return Thread.ofPlatform().daemon().name("read " + stream).start(this::read);
        }

        private void read() {
            byte[] buffer = new byte[BUFFER];
            try (in) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    byte[] piece = java.util.Arrays.copyOf(buffer, n);
                    keep(piece);
                    output.piece(stream, piece);
                }
            } catch (IOException e) {
                LOG.debug("The {} stream closed early", stream, e); // the process was killed
            }
        }

        private synchronized void keep(byte[] piece) {
            int room = Math.min(piece.length, limit - kept.size());
            kept.write(piece, 0, room);
            cut |= room < piece.length;
        }

        synchronized byte[] kept() {
            return kept.toByteArray();
        }

        synchronized boolean cut() {
            return cut;
        }
    }
}
