package org.saltern.minion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.saltern.base.Problem;
import org.saltern.crypto.RsaPublicKey;

/** The master's key that this agent believes, in {@code minion_master.pub}. */
final class MasterPin {
    private final Path file;
    private final String finger;

    /** @param finger the fingerprint the master must have; "" to pin the first one met */
    MasterPin(Path folder, String finger) {
        this.file = folder.resolve("minion_master.pub");
        this.finger = finger;
    }

    Path file() {
        return file;
    }

    /** The pinned key; empty before the first sign-in. */
    Optional<RsaPublicKey> known() {
        try {
            return Files.exists(file)
                    ? Optional.of(RsaPublicKey.parse(Files.readString(file)))
                    : Optional.empty();
        } catch (IOException e) {
            throw cannot("read", e);
        }
    }

    /** Whether this key may be believed, as far as the configured fingerprint says. */
    boolean admits(RsaPublicKey shown) {
        return finger.isEmpty() || finger.equalsIgnoreCase(shown.fingerprint());
    }

    void pin(RsaPublicKey key) {
        try {
            Path whole = Files.createTempFile(file.toAbsolutePath().getParent(), ".master", ".new");
            Files.writeString(whole, key.pem());
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw cannot("write", e);
        }
    }

    private Problem.Unavailable cannot(String act, IOException e) {
        return new Problem.Unavailable(
                "Cannot " + act + " the master's key: " + e.getMessage(),
                file.toString(),
                "Check the folder's owner and free space.",
                e);
    }
}
