package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.modules.MasterLink;
import org.saltern.modules.Output;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams what a long command prints as {@code salt/job/<jid>/prog/<id>/<n>} events. Pieces are gathered: at most one event a
 * second per job, so that a chatty command costs little and a quick one nothing at all.
 */
final class Progress implements Output, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long GATHER_MS = 1000;
    private static final int LONGEST_PIECE = 64 * 1024;

    private final String prefix;
    private final MasterLink master;
    private final Map<Stream, ByteArrayOutputStream> gathered = new EnumMap<>(Stream.class);
    private final Thread sender;
    private boolean closed;
    private long number;

    Progress(String jid, String id, MasterLink master) {
        this.prefix = "salt/job/" + jid + "/prog/" + id + "/";
        this.master = master;
        this.sender = Thread.ofVirtual().name("progress-" + jid).unstarted(this::work);
    }

    @Override
    public synchronized void piece(Stream stream, byte[] bytes) {
        var buffer = gathered.computeIfAbsent(stream, s -> new ByteArrayOutputStream());
        int room = LONGEST_PIECE - buffer.size();
        buffer.write(
                bytes, 0, Math.min(room, bytes.length)); // the whole output comes with the result
        if (sender.getState() == Thread.State.NEW && !closed) {
            sender.start();
        }
    }

    private void work() {
        try {
            while (waitForMore()) {
                for (Stream stream : Stream.values()) {
                    send(stream, take(stream));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The agent stops");
        } catch (IOException e) {
            LOG.info("Output of a running job is not shown: {}", e.getMessage());
        }
    }

    /** A second's pause; false when the job is over. */
    private synchronized boolean waitForMore() throws InterruptedException {
        if (!closed) {
            wait(GATHER_MS);
        }
        while (!closed && gathered.isEmpty()) {
            wait(GATHER_MS);
        }
        return !closed;
    }

    private synchronized byte[] take(Stream stream) {
        var buffer = gathered.remove(stream);
        return buffer == null ? new byte[0] : buffer.toByteArray();
    }

    private void send(Stream stream, byte[] piece) throws IOException {
        if (piece.length > 0) {
            JsonNode data =
                    Json.object()
                            .put("return", new String(piece, StandardCharsets.UTF_8))
                            .put("stream", stream == Stream.OUT ? "stdout" : "stderr");
            master.fire(prefix + number++, data);
        }
    }

    /** The job is over: what was not sent comes with the result. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
