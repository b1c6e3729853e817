package org.saltern.minion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Limits;
import org.saltern.wire.MinionRequest;
import org.saltern.wire.Msgpack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results on their way to the master. Each is a file before it is sent and until the master has acknowledged it, so that
 * neither a restart nor a master that is away loses one. Sent oldest first, again and again.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final String ENDING = ".return";

    private final Path folder;
    private final HostId host;
    private final Channel channel;
    private final Duration retry;
    private final Semaphore arrived = new Semaphore(0);
    private final AtomicLong number = new AtomicLong(System.currentTimeMillis() * 1000);

    /** @param folder made when missing; results of an earlier run in it are sent too */
    Outbox(Path folder, HostId host, Channel channel, Duration retry) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.host = host;
        this.channel = channel;
        this.retry = retry;
    }

    /** Takes a {@code _return} load; on disk when this returns. */
    void put(ObjectNode load) {
        Path file = folder.resolve("%020d%s".formatted(number.incrementAndGet(), ENDING));
        Path part = folder.resolve(file.getFileName() + ".part");
        byte[] result = Msgpack.write(load);
        boolean interrupted = Thread.interrupted();
        try {
            Files.createDirectories(folder);
            write(result, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The result of job " + load.path("jid").asText() + " could not be kept", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        arrived.release();
    }

    /** Not through a channel: an interrupt, which is how jobs are killed, would close it half written. */
    private static void write(byte[] result, Path part) throws IOException {
        try (var out = new FileOutputStream(part.toFile())) {
            out.write(result);
            out.getFD().sync();
        }
    }

    /** Sends what is there and what comes, until interrupted. What keeps it from that is logged once, until it changes. */
    void work() throws InterruptedException {
        String said = "";
        while (true) {
            try {
                for (Path file : waiting()) {
                    send(file);
                }
                said = "";
                arrived.acquire();
                arrived.drainPermits();
            } catch (Problem.Unavailable | IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                if (!e.toString().equals(said)) {
                    say(e);
                }
                said = e.toString();
                TimeUnit.MILLISECONDS.sleep(retry.toMillis());
            }
        }
    }

    private void say(Exception e) {
        if (e instanceof Problem.Unavailable away) {
            LOG.warn("Results wait to be sent: {}", away.what());
        } else {
            LOG.error("Results in {} cannot be read; it is tried again", folder, e);
        }
    }

    /** The oldest first. A folder that somebody removed, for example with the whole cache, is made again. */
    private List<Path> waiting() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
        }
    }

    private void send(Path file) throws IOException {
        ObjectNode load;
        try {
            load = (ObjectNode) Msgpack.read(Files.readAllBytes(file), Limits.SEALED);
        } catch (BadMessage | ClassCastException e) {
            LOG.error("{} holds no result: put aside", file, e);
            Files.move(file, file.resolveSibling(file.getFileName() + ".broken"));
            return;
        }
        channel.ask(new MinionRequest.Return(host, load));
        Files.delete(file);
    }
}
