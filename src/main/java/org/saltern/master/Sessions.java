package org.saltern.master;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosts' session keys, which outlive a restart: one file per host (mode 0600) below {@code <cache>/sessions}. A file's name
 * is a hash, because an id is foreign text. Thread-safe.
 */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final Path folder;
    private final Duration life;
    private final InstantSource clock;
    private final Map<HostId, Optional<Session>> known = new ConcurrentHashMap<>();

    /** @throws Problem.Unavailable the folder cannot be made */
    Sessions(Path cache, Duration life, InstantSource clock) {
        this.folder = cache.resolve("sessions");
        this.life = life;
        this.clock = clock;
        try {
            makeFolder(folder);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The session to hand out at a sign-in: the one there is, or a new one when it is old or another key's. */
    Session signIn(HostId host, String owner) {
        Instant now = clock.instant();
        return known.compute(
                        host,
                        (id, loaded) -> {
                            Optional<Session> old =
                                    (loaded == null ? read(id) : loaded)
                                            .filter(session -> session.owner().equals(owner));
                            if (old.isPresent() && !old.get().isOld(now, life)) {
                                return old;
                            }
                            Session made =
                                    old.map(session -> session.renewed(now))
                                            .orElseGet(() -> Session.fresh(owner, now));
                            write(id, made);
                            return Optional.of(made);
                        })
                .orElseThrow();
    }

    /** The session that opens this host's requests; empty when it has to sign in (again). */
    Optional<Session> find(HostId host, String owner) {
        Instant now = clock.instant();
        return known.computeIfAbsent(host, this::read)
                .filter(session -> session.owner().equals(owner))
                .filter(session -> !session.isOver(now, life));
    }

    /** Ends a host's session: its key was taken away. */
    void forget(HostId host) {
        known.compute(
                host,
                (id, session) -> {
                    try {
                        Files.deleteIfExists(file(id));
                    } catch (IOException e) {
                        LOG.warn("A session file cannot be deleted", e);
                    }
                    return Optional.empty();
                });
    }

    private Optional<Session> read(HostId host) {
        Path file = file(host);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Optional<Session> session = Session.of(Files.readString(file));
            if (session.isEmpty()) {
                LOG.warn("{} is not a session file; {} has to sign in again", file, host);
            }
            return session;
        } catch (IOException e) {
            LOG.warn("A session file cannot be read; {} has to sign in again", host, e);
            return Optional.empty();
        }
    }

    private void write(HostId host, Session session) {
        try {
            Path whole = Files.createTempFile(folder, ".session", ".new"); // mode 0600
            try {
                Files.writeString(whole, session.asText());
                Files.move(whole, file(host), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private Path file(HostId host) {
        try {
            byte[] name =
                    MessageDigest.getInstance("SHA-256")
                            .digest(host.value().getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(name));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var owner =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(folder, owner);
        } else {
            Files.createDirectories(folder);
        }
    }

    private Problem.Unavailable unwritable(IOException e) {
        return new Problem.Unavailable(
                "Session keys cannot be kept: " + e.getMessage(),
                folder.toString(),
                "Check the folder's owner and free space.",
                e);
    }
}
