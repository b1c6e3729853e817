package org.saltern.minion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.EncAlgorithm;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.wire.AuthReplies.Algorithms;

/**
 * What an agent is told once, at its start.
 *
 * @param master name or address of the master
 * @param requestPort the master's request port
 * @param publishPort the master's publish port; 0 to take what the master says when it accepts
 * @param id the id to sign in with
 * @param data the agent's own folder; keys go into {@code pki}, results that are not sent yet into {@code cache}
 * @param protocol 3, or 2 for masters before 3006.12 and 3007.4
 * @param options further options under Salt's names, for functions and grains
 */
public record MinionSettings(
        String master,
        int requestPort,
        int publishPort,
        HostId id,
        Path data,
        int protocol,
        Trust trust,
        Patience patience,
        ObjectNode options) {
    /** Salt's default request port. */
    public static final int REQUEST_PORT = 4506;

    /**
     * Whom to believe.
     *
     * @param masterFinger the master's fingerprint; "" to trust the first master met, as upstream
     * @param signedOnly refuse publications without the master's signature
     * @param keyBits length of a new own key
     */
    public record Trust(
            String masterFinger, boolean signedOnly, Algorithms algorithms, int keyBits) {
        /** First use is trusted, publications must be signed, upstream's algorithms, 2048 bits. */
        public static final Trust DEFAULT =
                new Trust(
                        "",
                        true,
                        new Algorithms(EncAlgorithm.OAEP_SHA1, SigAlgorithm.PKCS1V15_SHA1),
                        2048);
    }

    /**
     * How long to wait for what.
     *
     * @param auth for the answer to a sign-in
     * @param acceptance between sign-ins while the key is not accepted or the master is away
     * @param acceptanceMax the wait grows by {@code acceptance} up to this; the same value for a constant wait
     * @param request for the answer to any other request
     * @param returnRetry before a result is sent again
     */
    public record Patience(
            Duration auth,
            Duration acceptance,
            Duration acceptanceMax,
            Duration request,
            Duration returnRetry) {
        /** Upstream's defaults. */
        public static final Patience DEFAULT =
                new Patience(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(5));
    }

    /** Everything else at its default. */
    public static MinionSettings of(String master, HostId id, Path data) {
        return new MinionSettings(
                master,
                REQUEST_PORT,
                0,
                id,
                data,
                3,
                Trust.DEFAULT,
                Patience.DEFAULT,
                Json.object());
    }

    /** These settings with other ports. */
    public MinionSettings withPorts(int request, int publish) {
        return new MinionSettings(
                master, request, publish, id, data, protocol, trust, patience, options);
    }

    /** These settings with other waiting times. */
    public MinionSettings with(Patience other) {
        return new MinionSettings(
                master, requestPort, publishPort, id, data, protocol, trust, other, options);
    }

    /** These settings with another protocol version. */
    public MinionSettings withProtocol(int version) {
        return new MinionSettings(
                master, requestPort, publishPort, id, data, version, trust, patience, options);
    }

    /** These settings with further options under Salt's names. */
    public MinionSettings withOptions(ObjectNode more) {
        ObjectNode all = options.deepCopy();
        all.setAll(more);
        return new MinionSettings(
                master, requestPort, publishPort, id, data, protocol, trust, patience, all);
    }

    Path pki() {
        return folder("pki_dir", "pki");
    }

    Path cache() {
        return folder("cachedir", "cache");
    }

    /** What functions see: the options given, and those this record holds under Salt's names. */
    ObjectNode saltOptions() {
        ObjectNode all = options.deepCopy();
        all.put("id", id.value()).put("master", master).put("master_port", requestPort);
        all.put("pki_dir", pki().toString()).put("cachedir", cache().toString());
        if (!all.has("conf_file")) {
            all.put("conf_file", data.resolve("minion").toString());
        }
        if (!all.has("hash_type")) {
            all.put("hash_type", "sha256");
        }
        return all;
    }

    private Path folder(String option, String name) {
        String given = options.path(option).asText("");
        return given.isEmpty() ? data.resolve(name) : Path.of(given);
    }
}
