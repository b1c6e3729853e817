package org.saltern.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.saltern.store.Database;

/** Sessions from sign-in to their end. At most ten per user and a thousand in all: one more ends the oldest. Thread-safe. */
final class Sessions {
    private static final int MOST_PER_USER = 10;
    private static final int MOST = 1_000;
    private static final int LONGEST_ADDRESS = 100;

    /** A request starts the idle time anew, but is written down only after this part of it, to spare the database. */
    private static final int TOUCHES_PER_IDLE = 30;

    private final Database db;
    private final SessionStore store;
    private final AccessSettings settings;
    private final InstantSource clock;
    private final Tokens tokens;

    Sessions(Database db, AccessSettings settings, InstantSource clock, Tokens tokens) {
        this.db = db;
        this.store = new SessionStore(db.jdbi());
        this.settings = settings;
        this.clock = clock;
        this.tokens = tokens;
    }

    Session start(User user, SessionKind kind, String address) {
        String token = tokens.fresh();
        Instant now = clock.instant();
        var row = new SessionStore.Row(user, kind, now, now, now.plus(settings.longest()));
        String from =
                address.length() > LONGEST_ADDRESS
                        ? address.substring(0, LONGEST_ADDRESS)
                        : address;
        db.jdbi()
                .useTransaction(
                        h -> {
                            store.deleteExpired(now);
                            store.insert(Tokens.hash(token), row, from);
                            store.keepNewest(user.name(), MOST_PER_USER);
                            store.keepNewest(MOST);
                        });
        return session(token, token, row);
    }

    /** The live session of a token; its idle time starts anew. */
    Optional<Session> use(String token) {
        Optional<SessionStore.Row> live = find(token);
        Instant now = clock.instant();
        Duration step = settings.idle().dividedBy(TOUCHES_PER_IDLE);
        if (live.isPresent() && !live.get().seen().plus(step).isAfter(now)) {
            store.touch(Tokens.hash(token), now);
        }
        return live.map(row -> session("", token, row));
    }

    /** The live session of a token, without starting its idle time anew. */
    Optional<SessionStore.Row> find(String token) {
        return Tokens.isToken(token)
                ? store.find(Tokens.hash(token)).filter(this::isLive)
                : Optional.empty();
    }

    /** Ends a session; names its user when there was one. */
    Optional<String> end(String token) {
        return Tokens.isToken(token) ? store.delete(Tokens.hash(token)) : Optional.empty();
    }

    void endAllOf(String user) {
        store.deleteAllOf(user);
    }

    private boolean isLive(SessionStore.Row row) {
        Instant now = clock.instant();
        return row.expires().isAfter(now)
                && (row.kind() == SessionKind.API || row.seen().plus(settings.idle()).isAfter(now));
    }

    private static Session session(String shownToken, String token, SessionStore.Row row) {
        return new Session(
                shownToken, Tokens.csrf(token), row.user(), row.started(), row.expires());
    }
}
