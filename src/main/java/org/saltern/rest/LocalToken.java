package org.saltern.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.saltern.access.Actor;
import org.saltern.access.Role;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the user who started the server use it from the same machine without signing in: a secret that lives as long as the
 * server does, in a file that only this user can read. Whoever can read that file can read the database beside it as well.
 */
public final class LocalToken implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalToken.class);
    private static final int BYTES = 32;

    private final byte[] token;
    private final Actor actor;
    private Path file;

    private LocalToken(byte[] token, Actor actor) {
        this.token = token;
        this.actor = actor;
    }

    /**
     * A new secret of 64 hex digits, valid at once.
     *
     * @param user the operating system's name of the user; acts as administrator {@code local:<user>}
     */
    public static LocalToken random(String user) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        byte[] token = HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII);
        return new LocalToken(token, new Actor("local:" + user, Role.ADMINISTRATOR));
    }

    /**
     * Writes the file, mode 0600: one JSON object with {@code url} and {@code token}. Called once the server listens.
     *
     * @param to usually {@code cli-token} in the data folder; an older one is replaced
     * @param server where clients on this machine reach the server
     * @throws Problem.Unavailable the file cannot be written
     */
    public synchronized void write(Path to, URI server) {
        ObjectNode content = Json.object();
        content.put("url", server.toString())
                .put("token", new String(token, StandardCharsets.US_ASCII));
        try {
            writePrivately(to, Json.text(content) + "\n");
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The token file for the command line cannot be written: " + e.getMessage(),
                    to.toString(),
                    "Let the user who runs Saltern write to this folder.",
                    e);
        }
        file = to;
    }

    /** Who this token stands for; empty when it is another one. Takes the same time for each wrong token. */
    Optional<Actor> actor(String candidate) {
        byte[] bytes = candidate.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(bytes, token) ? Optional.of(actor) : Optional.empty();
    }

    /** Deletes the file; the secret is worthless once the server is gone. */
    @Override
    public synchronized void close() {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The token file {} could not be deleted", file, e);
        }
    }

    private static void writePrivately(Path file, String content) throws IOException {
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            Files.createFile(fresh, ownerOnly);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(fresh + " is being written by somebody else", e);
        }
        Files.writeString(fresh, content);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
