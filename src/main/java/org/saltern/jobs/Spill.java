package org.saltern.jobs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk that wait for the database: appended in groups, each group synced, read back in order, forgotten once they are in
 * the database. What was appended is there after a crash; a record that was only half written then is cut off, and kept beside the
 * file. Used by one thread; {@link #bytes} may be asked by any.
 */
final class Spill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spill.class);
    private static final int HEAD = 8;

    private final Path file;
    private final long most;
    private final FileChannel channel;
    private volatile long end;
    private long read;

    /** A record and where the next one begins. */
    static final class Entry {
        private final byte[] bytes;
        private final long next;

        private Entry(byte[] bytes, long next) {
            this.bytes = bytes;
            this.next = next;
        }

        byte[] bytes() {
            return bytes;
        }

        long next() {
            return next;
        }
    }

    /**
     * Opens the file, or makes it for its owner alone.
     *
     * @param most bytes the file may grow to
     */
    Spill(Path file, long most) throws IOException {
        this.file = file;
        this.most = most;
        Files.createDirectories(
                file.getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        this.end = soundEnd();
        if (end < channel.size()) {
            cutOff();
        }
    }

    /**
     * Behind the last sound record there may be the half of one that nobody was told of, or, after damage, whole records that were
     * acknowledged. Nobody can tell which, so it is kept.
     */
    private void cutOff() throws IOException {
        Path aside = copyAside();
        LOG.warn("{} is not sound from byte {} on; as it was, it is kept in {}", file, end, aside);
        channel.truncate(end);
        channel.force(true);
    }

    private long soundEnd() throws IOException {
        long at = 0;
        for (Entry entry = entryAt(at); entry != null; entry = entryAt(at)) {
            at = entry.next();
        }
        return at;
    }

    /**
     * Adds records; on the disk itself when this returns.
     *
     * @throws IOException the disk or the file is full; then none of them is there
     */
    void append(List<byte[]> records) throws IOException {
        long size = records.stream().mapToLong(r -> HEAD + r.length).sum();
        if (end + size > most) {
            throw new IOException("the spill file is full (" + (end >> 20) + " MiB)");
        }
        long at = end;
        try {
            for (byte[] bytes : records) {
                at += write(at, bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
        end = at;
    }

    private long write(long at, byte[] bytes) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(HEAD + bytes.length);
        record.putInt(bytes.length).putInt(crc(bytes)).put(bytes).flip();
        long to = at;
        while (record.hasRemaining()) {
            to += channel.write(record, to);
        }
        return to - at;
    }

    /** The oldest records that are not forgotten, as many as fit. */
    List<Entry> oldest(int number, int bytes) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long at = read;
        int total = 0;
        while (at < end && entries.size() < number && total < bytes) {
            Entry entry = entryAt(at);
            if (entry == null) {
                throw new IOException("a record of " + file + " at " + at + " is damaged");
            }
            entries.add(entry);
            total += entry.bytes().length;
            at = entry.next();
        }
        return entries;
    }

    /** Forgets everything up to and with this record. The file is emptied when it was the last. */
    void forget(Entry last) throws IOException {
        read = last.next();
        if (read >= end) {
            channel.truncate(0);
            channel.force(true);
            read = 0;
            end = 0;
        }
    }

    /** Keeps a record that cannot be used in a file beside this one. */
    void setAside(Entry entry) throws IOException {
        Files.write(
                file.resolveSibling(file.getFileName() + ".refused"),
                entry.bytes(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Keeps the whole file, as it is, under another name and starts empty. */
    Path abandon() throws IOException {
        Path aside = copyAside();
        channel.truncate(0);
        channel.force(true);
        read = 0;
        end = 0;
        return aside;
    }

    private Path copyAside() throws IOException {
        Path aside = Files.createTempFile(file.getParent(), file.getFileName() + ".damaged-", "");
        Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
        return aside;
    }

    boolean isEmpty() {
        return end == 0;
    }

    /** The size of the file. */
    long bytes() {
        return end;
    }

    /** Null when there is no whole record. */
    private Entry entryAt(long at) throws IOException {
        try {
            ByteBuffer head = fill(at, HEAD);
            int length = head.getInt();
            int crc = head.getInt();
            if (length < 0 || length > channel.size() - at - HEAD) {
                return null;
            }
            byte[] bytes = fill(at + HEAD, length).array();
            return crc(bytes) == crc ? new Entry(bytes, at + HEAD + length) : null;
        } catch (EOFException e) {
            return null; // the file ends in the middle of a record, or before one
        }
    }

    private ByteBuffer fill(long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
