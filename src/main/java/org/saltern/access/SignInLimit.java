package org.saltern.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.saltern.base.Problem;

/**
 * Five failed sign-ins a minute for each pair of user and address, so that guessing is slow and nobody else is locked out. An
 * attempt counts from its start: tries made at the same time do not slip through together. Thread-safe.
 */
final class SignInLimit {
    private static final int TRIES = 5;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_PAIRS = 10_000;
    private static final int LONGEST_NAME = 64;

    private record Pair(String user, String address) {}

    private final InstantSource clock;
    private final Map<Pair, Deque<Instant>> tries = new LinkedHashMap<>();

    SignInLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws Problem.Unavailable too many failures; says how long to wait */
    synchronized void enter(String user, String address) {
        Instant now = clock.instant();
        Deque<Instant> mine = tries.computeIfAbsent(pair(user, address), p -> new ArrayDeque<>());
        while (!mine.isEmpty() && !mine.peek().plus(WINDOW).isAfter(now)) {
            mine.poll();
        }
        if (mine.size() >= TRIES) {
            Duration wait = Duration.between(now, mine.peek().plus(WINDOW));
            long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
            throw new Problem.Unavailable(
                    Problem.text("Too many failed sign-ins"),
                    "sign-in",
                    Problem.text("Try again in {0} seconds.", seconds),
                    Duration.ofSeconds(seconds));
        }
        mine.add(now);
        forgetOld(now);
    }

    /** The attempt under way was a good one: its pair starts anew. */
    synchronized void succeeded(String user, String address) {
        tries.remove(pair(user, address));
    }

    private void forgetOld(Instant now) {
        if (tries.size() > MOST_PAIRS) {
            tries.values().removeIf(t -> t.isEmpty() || !t.peekLast().plus(WINDOW).isAfter(now));
        }
        var eldest = tries.entrySet().iterator();
        while (tries.size() > MOST_PAIRS && eldest.hasNext()) {
            eldest.next();
            eldest.remove();
        }
    }

    private static Pair pair(String user, String address) {
        String name = user.length() > LONGEST_NAME ? user.substring(0, LONGEST_NAME) : user;
        return new Pair(name.toLowerCase(Locale.ROOT), address);
    }
}
