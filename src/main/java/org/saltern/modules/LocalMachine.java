package org.saltern.modules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The machine that this program runs on (Linux). Processes are told to the watch that it was made with. */
public final class LocalMachine implements Machine {
    private final LocalProcesses processes;
    private final Map<String, Optional<String>> changes = new ConcurrentHashMap<>();

    public LocalMachine() {
        this(ProcessWatch.NONE);
    }

    /** @param watch hears of every process tree, see {@link JobProcesses} */
    public LocalMachine(ProcessWatch watch) {
        this.processes = new LocalProcesses(this, watch);
    }

    @Override
    public Ran run(Command command, Output output) throws IOException, InterruptedException {
        return processes.run(command, output);
    }

    @Override
    public long start(Command command) throws IOException {
        return processes.start(command);
    }

    @Override
    public boolean signal(long pid, int signal) throws IOException, InterruptedException {
        if (pid <= 0) {
            return false;
        }
        return run("/bin/sh", "-c", "kill -" + signal + " " + pid + " 2>/dev/null").ok();
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(System.getenv());
        changes.forEach(
                (name, value) -> {
                    all.remove(name);
                    value.ifPresent(v -> all.put(name, v));
                });
        return all;
    }

    @Override
    public void setEnvironment(String name, Optional<String> value) {
        changes.put(name, value);
    }

    @Override
    public Optional<FileStat> stat(String path, boolean follow) throws IOException {
        try {
            return Optional.of(LocalStat.of(Path.of(path), follow));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (java.nio.file.FileSystemException e) {
            String reason = e.getReason() == null ? "" : e.getReason();
            if (reason.startsWith("Not a directory")
                    || reason.startsWith("Too many levels of symbolic links")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<String> list(String path) throws IOException {
        Path dir = Path.of(path);
        if (!Files.isDirectory(dir)) {
            throw Files.exists(dir)
                    ? new NotDirectoryException(path)
                    : new NoSuchFileException(path);
        }
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(Path.of(path));
    }

    @Override
    public void write(String path, byte[] content) throws IOException {
        Files.write(Path.of(path), content);
    }

    @Override
    public void append(String path, byte[] content) throws IOException {
        Files.write(Path.of(path), content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void truncate(String path, long length) throws IOException {
        try (var file = new java.io.RandomAccessFile(path, "rw")) {
            file.setLength(length);
        }
    }

    @Override
    public void copy(String from, String to) throws IOException {
        Files.copy(
                Path.of(from),
                Path.of(to),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.move(Path.of(from), Path.of(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) { // another file system
            Files.move(Path.of(from), Path.of(to), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Files.delete(Path.of(path));
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        Files.createDirectory(Path.of(path));
    }

    @Override
    public void symlink(String target, String link) throws IOException {
        Files.createSymbolicLink(Path.of(link), Path.of(target));
    }

    @Override
    public void hardLink(String existing, String link) throws IOException {
        Files.createLink(Path.of(link), Path.of(existing));
    }

    @Override
    public String readLink(String path) throws IOException {
        return Files.readSymbolicLink(Path.of(path)).toString();
    }

    @Override
    public String realPath(String path) throws IOException {
        return Path.of(path).toRealPath().toString();
    }

    @Override
    public void setMode(String path, int mode) throws IOException {
        Files.setAttribute(Path.of(path), "unix:mode", mode);
    }

    @Override
    public void setOwner(String path, long uid, long gid, boolean follow) throws IOException {
        LinkOption[] options = LocalStat.options(follow);
        if (uid >= 0) {
            Files.setAttribute(Path.of(path), "unix:uid", Math.toIntExact(uid), options);
        }
        if (gid >= 0) {
            Files.setAttribute(Path.of(path), "unix:gid", Math.toIntExact(gid), options);
        }
    }

    @Override
    public void setTimes(String path, Instant accessed, Instant modified) throws IOException {
        Files.getFileAttributeView(
                        Path.of(path), java.nio.file.attribute.BasicFileAttributeView.class)
                .setTimes(FileTime.from(modified), FileTime.from(accessed), null);
    }
}
