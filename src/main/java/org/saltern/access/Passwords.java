package org.saltern.access;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.saltern.base.Problem;
import org.saltern.crypto.PasswordHash;

/**
 * Which passwords will do, and hashing them. A hash takes 19 MiB and tens of milliseconds by design, so only as many are made at
 * a time as there are processors: a flood of sign-ins cannot exhaust the memory. Thread-safe.
 */
final class Passwords {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;
    private static final int FEWEST_DIFFERENT = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<String> COMMON =
            Set.of(
                    "password1234",
                    "password12345",
                    "password123456",
                    "passwordpassword",
                    "123456789012",
                    "1234567890123",
                    "12345678901234",
                    "1234567890abc",
                    "123456789abc",
                    "qwertyuiop12",
                    "qwertyuiop123",
                    "qwertyuiopas",
                    "qwertyuiopasdf",
                    "1q2w3e4r5t6y",
                    "1qaz2wsx3edc",
                    "1qaz2wsx3edc4rfv",
                    "zaq12wsxcde3",
                    "abcdefghijkl",
                    "abcdefghijklm",
                    "abc123abc123",
                    "administrator",
                    "administrator1",
                    "adminadminadmin",
                    "letmeinletmein",
                    "iloveyou1234",
                    "changemechangeme",
                    "changeme1234",
                    "welcome12345",
                    "saltstack123",
                    "saltsaltsalt");

    /** A hash of nothing anybody knows, as costly as every other; compared with when there is no such user. */
    static final String DECOY =
            "$argon2id$v=19$m=19456,t=2,p=1$6L8ImRTWvkbPJe0qA9IuVw"
                    + "$O8OEoSLEk8nrP6vqHHnO1S4qg96DYqFiB+tejgdeoMM";

    private final Semaphore turns =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    /** @throws Problem.BadInput too short, too long or too easy to guess */
    String hashOfNew(String user, String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            throw bad(
                    Problem.text("The password is too short"),
                    Problem.text("Use at least {0} characters.", SHORTEST));
        }
        if (length > LONGEST) {
            throw bad(
                    Problem.text("The password is too long"),
                    Problem.text("Use at most {0} characters.", LONGEST));
        }
        String low = password.toLowerCase(Locale.ROOT);
        if (low.codePoints().distinct().count() < FEWEST_DIFFERENT
                || COMMON.contains(low)
                || low.replace(user.toLowerCase(Locale.ROOT), "").length() < SHORTEST / 2) {
            throw bad(
                    Problem.text("The password is easy to guess"),
                    Problem.text(
                            "Use several words or random characters, not the user's name or a known"
                                    + " password."));
        }
        return inTurn(() -> PasswordHash.of(password));
    }

    /** Whether it is the password of this hash; an absent hash takes the same time and is false. */
    boolean matches(String hash, String password) {
        if (password.length() > 2 * LONGEST) {
            return false;
        }
        return inTurn(() -> PasswordHash.verify(hash == null ? DECOY : hash, password))
                && hash != null;
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private static Problem busy() {
        return new Problem.Unavailable(
                Problem.text("Too many sign-ins at a time"),
                "sign-in",
                Problem.text("Try again in {0} seconds.", PATIENCE.toSeconds()),
                PATIENCE);
    }

    private static Problem bad(Problem.Text what, Problem.Text fix) {
        return new Problem.BadInput(what, "password", fix);
    }
}
