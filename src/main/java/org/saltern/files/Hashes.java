package org.saltern.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Hashes of files, remembered as long as size, modification time and inode stay the same. A file changed within the last two
 * seconds is hashed anew each time, because a second change may leave the same time stamp. Thread-safe.
 */
final class Hashes {
    private static final int MOST = 20_000;
    private static final int TURNS = 64;
    private static final int BUFFER = 1 << 16;
    private static final Duration FRESH = Duration.ofSeconds(2);

    private record State(FileTime modified, long size, Object inode) {}

    private record Known(State state, String hash) {}

    private final String algorithm;
    private final InstantSource clock;
    private final List<ReentrantLock> turns =
            Stream.generate(ReentrantLock::new).limit(TURNS).toList();
    private final Map<Path, Known> known =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
                    return size() > MOST;
                }
            };

    /** @param hashType as in {@link FileSettings#hashType} */
    Hashes(String hashType, InstantSource clock) {
        this.algorithm = hashType.equals("md5") ? "MD5" : hashType.replace("sha", "SHA-");
        this.clock = clock;
    }

    /** Lower-case hex. Of many who ask for the same file at once one reads it. */
    String of(Path real) throws IOException {
        ReentrantLock turn = turns.get(Math.floorMod(real.hashCode(), TURNS));
        turn.lock();
        try {
            return inTurn(real);
        } finally {
            turn.unlock();
        }
    }

    private String inTurn(Path real) throws IOException {
        State before = state(real);
        synchronized (known) {
            Known had = known.get(real);
            if (had != null && had.state.equals(before)) {
                return had.hash;
            }
        }
        String hash = compute(real);
        Instant settled = before.modified.toInstant().plus(FRESH);
        if (settled.isBefore(clock.instant()) && state(real).equals(before)) {
            synchronized (known) {
                known.put(real, new Known(before, hash));
            }
        }
        return hash;
    }

    /** Lower-case hex SHA-256 of bytes in memory. */
    static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(content));
    }

    private String compute(Path real) throws IOException {
        MessageDigest digest = digest(algorithm);
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }

    private static State state(Path real) throws IOException {
        BasicFileAttributes a =
                Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new State(a.lastModifiedTime(), a.size(), a.fileKey());
    }
}
