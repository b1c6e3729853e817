package org.saltern.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.saltern.base.Json;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.SessionKey;
import org.saltern.wire.AuthReplies;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Envelope;
import org.saltern.wire.Limits;
import org.saltern.wire.Msgpack;
import org.saltern.wire.Replies;
import org.saltern.wire.RequestSealer;
import org.saltern.wire.SealedRequest;

/** What each return costs on the wire: codec, and sealing and opening in both protocol versions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WireBenchmark {
    private static final byte[] TOKEN = new byte[256];

    @Param({"2", "3"})
    int protocol;

    private final Crypticle key = SessionKey.random().crypticle();
    private final String nonce = Nonce.random();
    private final ObjectNode load = load();
    private final byte[] packed = Msgpack.write(load);
    private byte[] frame;

    private static ObjectNode load() {
        ObjectNode load = Json.object().put("cmd", "_return").put("id", "web1");
        load.put("jid", "20260301120000000000").put("fun", "test.ping").put("retcode", 0);
        load.putArray("fun_args");
        return load.put("return", true).put("success", true);
    }

    /** Seals one request, so that there is one to open. */
    @Setup
    public void setUp() {
        frame = seal();
    }

    @Benchmark
    public byte[] pack() {
        return Msgpack.write(load);
    }

    @Benchmark
    public JsonNode unpack() throws BadMessage {
        return Msgpack.read(packed, Limits.SEALED);
    }

    @Benchmark
    public byte[] seal() {
        var sealer = new RequestSealer(protocol, "web1", TOKEN, AuthReplies.Algorithms.DEFAULT);
        return sealer.seal(load, nonce, 1_770_000_000L, key);
    }

    @Benchmark
    public SealedRequest open() throws BadMessage {
        return SealedRequest.open((Envelope.Sealed) Envelope.decode(frame), key);
    }

    @Benchmark
    public byte[] reply() {
        return Replies.seal(load, nonce, key);
    }
}
