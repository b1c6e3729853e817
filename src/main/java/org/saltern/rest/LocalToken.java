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

    private final Path file;
    private final byte[] token;
    private final Actor actor;

    private LocalToken(Path file, byte[] token, Actor actor) {
        this.file = file;
        this.token = token;
        this.actor = actor;
    }

    /**
     * Makes a new secret and writes the file, mode 0600: one JSON object with {@code url} and {@code token} (64 hex digits).
     *
     * @param file usually {@code cli-token} in the data folder; an older one is replaced
     * @param server where clients on this machine reach the server
     * @param user the operating system's name of the user; acts as administrator {@code local:<user>}
     * @throws Problem.Unavailable the file cannot be written
     */
    public static LocalToken issue(Path file, URI server, String user) {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        ObjectNode content = Json.object().put("url", server.toString()).put("token", token);
        try {
            writePrivately(file, Json.text(content) + "\n");
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The token file for the command line cannot be written: " + e.getMessage(),
                    file.toString(),
                    "Let the user who runs Saltern write to this folder.",
                    e);
        }
        var actor = new Actor("local:" + user, Role.ADMINISTRATOR);
        return new LocalToken(file, token.getBytes(StandardCharsets.US_ASCII), actor);
    }

    /** Who this token stands for; empty when it is another one. Takes the same time for each wrong token. */
    Optional<Actor> actor(String candidate) {
        byte[] bytes = candidate.getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(bytes, token) ? Optional.of(actor) : Optional.empty();
    }

    /** Deletes the file; the secret is worthless once the server is gone. */
    @Override
    public void close() {
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
