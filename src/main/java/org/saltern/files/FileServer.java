package org.saltern.files;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Serves the files below {@code file_roots} to minions. Every path is confined to the roots after links are resolved; an
 * environment outside the configured ones has no files. Thread-safe.
 */
public final class FileServer {
    /** A file found: {@code relative} is its path below the root, {@code absolute} where it lies on the master. */
    public record Found(String relative, String absolute, Stat stat) {}

    /** As {@code os.stat}: mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime (seconds). */
    public record Stat(
            long mode,
            long ino,
            long dev,
            long nlink,
            long uid,
            long gid,
            long size,
            long atime,
            long mtime,
            long ctime) {}

    /** Up to a megabyte from an offset; {@code data} is empty at the end of the file. */
    public record Chunk(String relative, byte[] data) {}

    public Optional<Found> find(String saltenv, String path) {
        throw new UnsupportedOperationException();
    }

    /** Lower-case hex SHA-256 of a file's content; empty when there is no such file. */
    public Optional<String> hash(String saltenv, String path) {
        throw new UnsupportedOperationException();
    }

    public Optional<Chunk> chunk(String saltenv, String path, long offset) {
        throw new UnsupportedOperationException();
    }

    public List<String> files(String saltenv, String prefix) {
        throw new UnsupportedOperationException();
    }

    public List<String> directories(String saltenv, String prefix) {
        throw new UnsupportedOperationException();
    }

    public List<String> emptyDirectories(String saltenv, String prefix) {
        throw new UnsupportedOperationException();
    }

    /** Link → target, only links that stay inside the root. */
    public Map<String, String> symlinks(String saltenv, String prefix) {
        throw new UnsupportedOperationException();
    }

    public List<String> environments() {
        throw new UnsupportedOperationException();
    }
}
