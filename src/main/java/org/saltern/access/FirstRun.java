package org.saltern.access;

import java.time.Duration;
import java.time.InstantSource;
import org.saltern.base.Problem;
import org.saltern.store.Database;

/** The way in while nobody can sign in yet: a one-time code, valid for an hour. Thread-safe. */
final class FirstRun {
    private static final Duration VALID = Duration.ofHours(1);

    private final Database db;
    private final UserStore users;
    private final InstantSource clock;
    private final Tokens tokens;

    FirstRun(Database db, UserStore users, InstantSource clock, Tokens tokens) {
        this.db = db;
        this.users = users;
        this.clock = clock;
        this.tokens = tokens;
    }

    String newCode() {
        String code = tokens.fresh();
        users.setFirstRunCode(Tokens.hash(code), clock.instant().plus(VALID));
        return code;
    }

    /** @throws Problem.Forbidden the code does not open anything */
    void require(String code) {
        if (!users.isFirstRunCode(Tokens.hash(code), clock.instant()) || !users.isEmpty()) {
            throw refused();
        }
    }

    /** Uses the code up and runs {@code make} in the same transaction. */
    void claim(String code, Runnable make) {
        db.jdbi()
                .useTransaction(
                        h -> {
                            if (!users.takeFirstRunCode(Tokens.hash(code), clock.instant())
                                    || !users.isEmpty()) {
                                throw refused();
                            }
                            make.run();
                        });
    }

    private static Problem refused() {
        return new Problem.Forbidden(
                "This first-run link is not valid: it was used, is older than an hour, or somebody"
                        + " can sign in already",
                "first-run code",
                "Restart Saltern to get a new link while nobody can sign in; otherwise sign in.");
    }
}
