package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/**
 * A file that holds an address and a token: one JSON object with {@code url} and {@code token}. A running server writes one into
 * its data folder, {@code saltern login} writes one into the user's configuration folder. Only its owner may be able to read it.
 */
record TokenFile(Path path) {
    private static final Set<PosixFilePermission> FOR_OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    /** The file that {@code login} writes: {@code saltern/token} in {@code XDG_CONFIG_HOME}, or in {@code ~/.config}. */
    static TokenFile ofUser(Terminal terminal) {
        Path folder =
                terminal.variable("XDG_CONFIG_HOME")
                        .map(Path::of)
                        .orElse(terminal.home().resolve(".config"));
        return new TokenFile(folder.resolve("saltern").resolve("token"));
    }

    /** The file that a server writes into its data folder. */
    static TokenFile ofServer(Path dataFolder) {
        return new TokenFile(dataFolder.resolve("cli-token"));
    }

    /**
     * What the file says; empty when there is none, or it is somebody else's.
     *
     * @throws Problem.Forbidden others may read or write it
     * @throws Problem.BadInput it is not such a file
     */
    Optional<Access> read() {
        if (!Files.isReadable(path)) {
            return Optional.empty();
        }
        try {
            requirePrivate();
            JsonNode content = Json.parse(Files.readString(path));
            if (!content.path("url").isTextual() || !content.path("token").isTextual()) {
                throw notATokenFile(null);
            }
            return Optional.of(
                    new Access(
                            URI.create(content.get("url").textValue()),
                            content.get("token").textValue(),
                            false));
        } catch (IllegalArgumentException e) {
            throw notATokenFile(e);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Writes the file, mode 0600, over an older one. */
    void write(Access access) {
        ObjectNode content =
                Json.object().put("url", access.url().toString()).put("token", access.token());
        try {
            Files.createDirectories(path.getParent());
            Files.deleteIfExists(path);
            Files.createFile(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, Json.text(content) + "\n");
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Whether there was one to delete. */
    boolean delete() {
        try {
            return Files.deleteIfExists(path);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void requirePrivate() throws IOException {
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
        if (found.stream().anyMatch(FOR_OTHERS::contains)) {
            throw new Problem.Forbidden(
                    "Others on this machine may use your token file",
                    path.toString(),
                    "Run 'chmod 600 " + path + "', and 'saltern login' for a new token.");
        }
    }

    private Problem.BadInput notATokenFile(Throwable cause) {
        return new Problem.BadInput(
                "This is no token file: it has no url and token",
                path.toString(),
                "Delete it, then sign in again with 'saltern login'.",
                cause);
    }

    private Problem.Unavailable unusable(IOException e) {
        return new Problem.Unavailable(
                "The token file cannot be used: " + e.getMessage(),
                path.toString(),
                "Check who owns the file and its folder.",
                e);
    }
}
