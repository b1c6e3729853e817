package org.saltern.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the files below {@code file_roots} to minions. Every path is confined to the roots after links are resolved; an
 * environment outside the configured ones has no files. Thread-safe.
 */
public final class FileServer {
    private static final Logger LOG = LoggerFactory.getLogger(FileServer.class);

    /** A listing is made anew after this time; hundreds of minions that ask at once share one walk. */
    private static final Duration LISTING_VALID = Duration.ofSeconds(2);

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

    /** Up to {@code file_buffer_size} bytes from an offset; {@code data} is empty at the end of the file. */
    public record Chunk(String relative, byte[] data) {}

    /** An ordinary file inside a root, where it really is. */
    record Place(String relative, Path named, Path real) {}

    /** {@code change} is how many changes were known when the walk began. */
    private record Listed(Listing listing, Instant at, long change) {}

    private final Map<String, List<Root>> roots = new LinkedHashMap<>();
    private final FileSettings settings;
    private final InstantSource clock;
    private final Hashes hashes;
    private final Map<String, Listed> listings = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final ReentrantLock walking = new ReentrantLock();

    public FileServer(FileSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.hashes = new Hashes(settings.hashType(), clock);
        var ignored = new Ignored(settings);
        settings.roots()
                .forEach(
                        (env, folders) ->
                                roots.put(
                                        env,
                                        folders.stream().map(f -> new Root(f, ignored)).toList()));
    }

    /** The file of this path; empty when no root of the environment has it, or it may not be served. */
    public Optional<Found> find(String saltenv, String path) {
        return place(saltenv, path)
                .flatMap(
                        p ->
                                reading(
                                        p,
                                        () ->
                                                new Found(
                                                        p.relative,
                                                        p.named.toString(),
                                                        Stats.of(p.real))));
    }

    /** Lower-case hex hash of a file's content by {@link #hashType}; empty when there is no such file. */
    public Optional<String> hash(String saltenv, String path) {
        return place(saltenv, path).flatMap(p -> reading(p, () -> hashes.of(p.real)));
    }

    /** Which hash it is: {@code sha256} unless set otherwise. */
    public String hashType() {
        return settings.hashType();
    }

    /** A part of a file; empty when there is no such file or the offset is negative. */
    public Optional<Chunk> chunk(String saltenv, String path, long offset) {
        return offset < 0
                ? Optional.empty()
                : place(saltenv, path)
                        .flatMap(
                                p -> reading(p, () -> new Chunk(p.relative, read(p.real, offset))));
    }

    /** Files whose path begins with the prefix, sorted. */
    public List<String> files(String saltenv, String prefix) {
        return Listing.startingWith(prefix, listing(saltenv).files());
    }

    /** Folders whose path begins with the prefix, sorted. */
    public List<String> directories(String saltenv, String prefix) {
        return Listing.startingWith(prefix, listing(saltenv).directories());
    }

    /** Folders without any entry, whose path begins with the prefix, sorted. */
    public List<String> emptyDirectories(String saltenv, String prefix) {
        return Listing.startingWith(prefix, listing(saltenv).emptyDirectories());
    }

    /** Link → target as the link spells it, only links that stay inside the root, sorted. */
    public Map<String, String> symlinks(String saltenv, String prefix) {
        return listing(saltenv).linksStartingWith(prefix);
    }

    /** The configured environments, in their order. */
    public List<String> environments() {
        return List.copyOf(roots.keySet());
    }

    /** The first ordinary file of this path in the roots of an environment. */
    Optional<Place> place(String saltenv, String path) {
        Optional<String> clean = RelativePath.clean(path);
        if (clean.isEmpty()) {
            return Optional.empty();
        }
        for (Root root : roots.getOrDefault(saltenv, List.of())) {
            Optional<Path> real = root.file(clean.get());
            if (real.isPresent()) {
                Path named = root.folder().resolve(clean.get());
                return Optional.of(new Place(clean.get(), named, real.get()));
            }
        }
        return Optional.empty();
    }

    /** The folder where new files of an environment go: its first root. Empty for an unknown environment. */
    Optional<Root> firstRoot(String saltenv) {
        return roots.getOrDefault(saltenv, List.of()).stream().findFirst();
    }

    /** Somebody in this process changed a file: the next listing is made anew. */
    void changed() {
        changes.incrementAndGet();
    }

    private Listing listing(String saltenv) {
        List<Root> folders = roots.get(saltenv);
        if (folders == null) {
            return new Listing();
        }
        Listed had = listings.get(saltenv);
        return isValid(had) ? had.listing : listAgain(saltenv, folders);
    }

    private Listing listAgain(String saltenv, List<Root> folders) {
        walking.lock();
        try {
            Listed had = listings.get(saltenv);
            if (!isValid(had)) {
                had = list(folders);
                listings.put(saltenv, had);
            }
            return had.listing;
        } finally {
            walking.unlock();
        }
    }

    private boolean isValid(Listed had) {
        Instant now = clock.instant();
        return had != null
                && had.change == changes.get()
                && !had.at.isAfter(now)
                && had.at.plus(LISTING_VALID).isAfter(now);
    }

    private Listed list(List<Root> folders) {
        Instant at = clock.instant();
        long change = changes.get();
        var listing = new Listing();
        folders.forEach(root -> new TreeWalk(root, listing).run());
        return new Listed(listing, at, change);
    }

    private byte[] read(Path real, long offset) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long left = Math.max(0, file.size() - offset);
            ByteBuffer data = ByteBuffer.allocate((int) Math.min(settings.bufferSize(), left));
            int got;
            do {
                got = file.read(data, offset + data.position());
            } while (got >= 0 && data.hasRemaining());
            return Arrays.copyOf(data.array(), data.position());
        }
    }

    /** A file that vanished, or that this process may not read, is no file to a minion. */
    private static <T> Optional<T> reading(Place place, IoTask<T> work) {
        try {
            return Optional.of(work.run());
        } catch (IOException e) {
            LOG.warn(
                    "{} cannot be served: {}",
                    Problem.shown(place.named.toString()),
                    Problem.shown(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
