package org.saltern.master;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.KeyFiles;
import org.saltern.crypto.MasterKey;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.wire.AuthReplies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's own keys: the RSA pair that minions pin, and the AES key that seals publications. The AES key is new at each
 * start, when it has served its time, when a host that holds it loses its key, when {@code salt-key} leaves a dropfile, and
 * when somebody asks for it. Minions notice at the next publication, sign in again and read that one. Thread-safe.
 */
public final class MasterKeys {
    private static final Logger LOG = LoggerFactory.getLogger(MasterKeys.class);
    private static final String DROPFILE = ".dfn";

    private final MasterSettings settings;
    private final Events events;
    private final InstantSource clock;
    private final MasterKey master;
    private final Map<SigAlgorithm, String> ownSignatures;
    private final Map<HostId, RsaPublicKey> holders = new HashMap<>();
    private AesKey current;
    private AesKey previous;

    /**
     * Reads the key files, or makes them.
     *
     * @throws org.saltern.base.Problem.Unavailable a private key file is readable by others, or cannot be read or written
     */
    public MasterKeys(MasterSettings settings, Events events, InstantSource clock) {
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        master = MasterKey.open(settings.pki(), settings.keyBits());
        ownSignatures = settings.signMasterKey() ? signaturesOfPublicKey() : Map.of();
        current = new AesKey(master.key(), clock.instant());
    }

    private Map<SigAlgorithm, String> signaturesOfPublicKey() {
        RsaPrivateKey signer =
                new KeyFiles(settings.pki(), "master_sign").loadOrMake(settings.keyBits());
        byte[] shown = AuthReplies.shown(master.publicKey()).getBytes(StandardCharsets.UTF_8);
        Map<SigAlgorithm, String> signatures = new EnumMap<>(SigAlgorithm.class);
        for (SigAlgorithm algorithm : SigAlgorithm.values()) {
            byte[] signature = signer.sign(shown, algorithm);
            signatures.put(algorithm, Base64.getEncoder().encodeToString(signature) + "\n");
        }
        return signatures;
    }

    /** What operators put into a minion's {@code master_finger}. */
    public String fingerprint() {
        return master.fingerprint();
    }

    /** The pair that minions pin. */
    RsaPrivateKey rsa() {
        return master.key();
    }

    /** The {@code pub_sig} of accepted sign-ins, with {@code master_sign_pubkey}. */
    Optional<String> publicKeySignature(SigAlgorithm algorithm) {
        return Optional.ofNullable(ownSignatures.get(algorithm));
    }

    /** The AES key to hand out now. */
    synchronized AesKey current() {
        return current;
    }

    /**
     * The AES key to hand out to the owner of this accepted key, who is remembered as one who can read publications. A new one
     * when the host got the present one by another key, whose owner is to read no more.
     */
    AesKey handOut(HostId host, RsaPublicKey owner) {
        if (isHeldByAnother(host, owner)) {
            rotate("another key took the place of the key of " + host);
        }
        synchronized (this) {
            holders.put(host, owner);
            return current;
        }
    }

    private synchronized boolean isHeldByAnother(HostId host, RsaPublicKey owner) {
        RsaPublicKey holder = holders.get(host);
        return holder != null && !holder.equals(owner);
    }

    /**
     * The hosts that hold the AES key by a public key that is not accepted any more. When there are any, it is rotated.
     *
     * @param accepted the key of a host that is accepted now
     */
    List<HostId> takenAway(Function<HostId, Optional<RsaPublicKey>> accepted) {
        Map<HostId, RsaPublicKey> then;
        synchronized (this) {
            then = Map.copyOf(holders);
        }
        List<HostId> lost =
                then.entrySet().stream()
                        .filter(h -> !accepted.apply(h.getKey()).equals(Optional.of(h.getValue())))
                        .map(Map.Entry::getKey)
                        .toList();
        if (!lost.isEmpty()) {
            rotate("the keys of " + lost + " were taken away");
        }
        return lost;
    }

    /** Runs with the current AES key, which is not replaced meanwhile: publications leave in the order of their serials. */
    synchronized <T> T withCurrent(Function<AesKey, T> work) {
        return work.apply(current);
    }

    /** The ciphers a protocol 2 request may be sealed with: the current, and for a grace period the one before. */
    synchronized List<Crypticle> forRequests() {
        List<Crypticle> ciphers = new ArrayList<>();
        ciphers.add(current.crypticle());
        if (previous != null && clock.instant().isBefore(current.made().plus(settings.grace()))) {
            ciphers.add(previous.crypticle());
        }
        return ciphers;
    }

    /**
     * Makes a new AES key at once; nobody who is not accepted at that time can read what is published from then on.
     *
     * @param reason for the log
     */
    public void rotate(String reason) {
        synchronized (this) {
            previous = current;
            current = new AesKey(master.key(), clock.instant());
            holders.clear();
        }
        LOG.info("New AES key: {}", reason);
        events.publish(
                new Event(
                        Tags.ROTATED, Json.object().put("rotate_aes_key", true), clock.instant()));
    }

    /** Rotates when the key has served its time or a dropfile lies in the cache folder; to be called every minute. */
    public void rotateIfDue() {
        if (!clock.instant().isBefore(current().made().plus(settings.keyLife()))) {
            rotate("it served " + settings.keyLife());
        } else if (takeDropfile()) {
            rotate("asked for by the dropfile");
        }
    }

    /** {@code salt-key} writes it with mode 0400; any other mode is not its. */
    private boolean takeDropfile() {
        Path file = settings.cache().resolve(DROPFILE);
        try {
            return Files.exists(file)
                    && Files.getPosixFilePermissions(file)
                            .equals(EnumSet.of(PosixFilePermission.OWNER_READ))
                    && Files.deleteIfExists(file);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("The dropfile {} cannot be taken away", file, e);
            return false;
        }
    }
}
