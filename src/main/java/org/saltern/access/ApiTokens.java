package org.saltern.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.Dialect;

/**
 * Tokens for programs (S-43): 256 random bits, kept as SHA-256 only, each with a label, a role it does not go beyond, and an end. A
 * token is good at the API alone, and dead from the moment it is revoked, its user is disabled or its time is over. Thread-safe.
 */
public final class ApiTokens {
    /** How long a token lives when nobody says otherwise. */
    public static final Duration USUAL_LIFE = Duration.ofHours(12);

    /** The longest life there is. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(366);

    private static final int MOST_PER_USER = 20;
    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final Pattern LABEL = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,29}");

    /** A new token: the secret, which nobody can read again, and what is known of it. */
    public record Made(String secret, ApiToken token) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Made[" + token + "]";
        }
    }

    private final Database db;
    private final ApiTokenStore store;
    private final UserStore users;
    private final Audit audit;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Consumer<String> ended;

    /** @param ended told the user's name when a token ends before its time */
    ApiTokens(
            Database db,
            UserStore users,
            Audit audit,
            Tokens tokens,
            InstantSource clock,
            Consumer<String> ended) {
        this.db = db;
        this.store = new ApiTokenStore(db.jdbi());
        this.users = users;
        this.audit = audit;
        this.tokens = tokens;
        this.clock = clock;
        this.ended = ended;
    }

    /**
     * Makes a token. Needs ADMINISTER, or being that user in person.
     *
     * @param user whose name the program acts in
     * @param role the most the token may do, at most what its user may
     * @param life from one minute to {@link #LONGEST_LIFE}
     * @throws Problem.BadInput label, role or life will not do
     * @throws Problem.Conflict the user has a token of this label, or as many as anybody may have
     */
    public Made make(Actor actor, String user, String label, Role role, Duration life) {
        requireOver(actor, user);
        User owner =
                users.find(user)
                        .map(UserStore.Account::user)
                        .orElseThrow(
                                () ->
                                        new Problem.NotFound(
                                                Problem.text("No user '{0}'", Problem.shown(user)),
                                                "users",
                                                Problem.text("Look at the list of users.")));
        check(label, role, life, owner);
        String secret = tokens.fresh();
        Instant now = clock.instant();
        var token = new ApiToken(0, owner.name(), label, role, now, now.plus(life), null);
        return db.jdbi().inTransaction(h -> stored(actor, secret, token, now));
    }

    private Made stored(Actor actor, String secret, ApiToken token, Instant now) {
        store.deleteExpired(now);
        if (store.of(token.user()).size() >= MOST_PER_USER) {
            throw new Problem.Conflict(
                    Problem.text(
                            "{0} has {1} tokens, which is the most", token.user(), MOST_PER_USER),
                    "label",
                    Problem.text("Revoke one that is not needed any more."));
        }
        try {
            long id = store.insert(Tokens.hash(secret), token);
            audit.write(
                    actor,
                    "token.make",
                    token.user(),
                    "%s, at most %s, until %s"
                            .formatted(token.label(), token.role(), token.expires()));
            return new Made(secret, store.find(id).orElseThrow());
        } catch (RuntimeException e) {
            if (Dialect.isDuplicate(e)) {
                throw new Problem.Conflict(
                        Problem.text("There is a token '{0}' already", token.label()),
                        "label",
                        Problem.text("Use another label, or revoke that token first."));
            }
            throw e;
        }
    }

    private static void check(String label, Role role, Duration life, User owner) {
        if (!LABEL.matcher(label).matches()) {
            throw new Problem.BadInput(
                    Problem.text("Not a label: '{0}'", Problem.shown(label)),
                    "label",
                    Problem.text(
                            "Use 1 to 30 letters, digits, spaces and . _ @ -, beginning with a"
                                    + " letter or digit."));
        }
        if (role.compareTo(owner.role()) > 0) {
            throw new Problem.BadInput(
                    Problem.text("A token of {0} may not do more than {0}", owner.name()),
                    "role",
                    Problem.text("Choose the user's own role or a lesser one."));
        }
        if (life.compareTo(TOUCH) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
            throw new Problem.BadInput(
                    "A token cannot live that long or that short",
                    "life",
                    "Choose from one minute to 366 days; 12 hours are usual.");
        }
    }

    /** The tokens of one user that are not over, oldest first. Needs ADMINISTER, or being that user. */
    public List<ApiToken> of(Actor actor, String user) {
        if (!actor.name().equals(user)) {
            actor.require(Permission.ADMINISTER);
        }
        return alive(store.of(user));
    }

    /** All tokens that are not over, by user. Needs ADMINISTER. */
    public List<ApiToken> all(Actor actor) {
        actor.require(Permission.ADMINISTER);
        return alive(store.all());
    }

    private List<ApiToken> alive(List<ApiToken> tokens) {
        Instant now = clock.instant();
        return tokens.stream().filter(token -> token.expires().isAfter(now)).toList();
    }

    /**
     * Ends a token at once. Needs ADMINISTER, or being its user in person.
     *
     * @throws Problem.NotFound there is no such token, or it is another user's and the actor may not see it
     */
    public ApiToken revoke(Actor actor, long id) {
        ApiToken token =
                store.find(id)
                        .filter(t -> mayOver(actor, t.user()))
                        .orElseThrow(ApiTokens::noSuchToken);
        requireOver(actor, token.user());
        db.jdbi()
                .useTransaction(
                        h -> {
                            if (!store.delete(id)) {
                                throw noSuchToken();
                            }
                            audit.write(actor, "token.revoke", token.user(), token.label());
                        });
        ended.accept(token.user());
        return token;
    }

    /** Who a program with this token is; empty when it is none, revoked or over, or its user is disabled. Counts as use. */
    public Optional<Actor> use(String secret) {
        Optional<ApiTokenStore.Live> live = find(secret);
        live.map(ApiTokenStore.Live::token).ifPresent(this::touch);
        return live.map(ApiTokens::actor);
    }

    /** Whether a token is good; unlike {@link #use} this is no use of it. For streams, again and again. */
    public boolean isLive(String secret) {
        return find(secret).isPresent();
    }

    private Optional<ApiTokenStore.Live> find(String secret) {
        return Tokens.isToken(secret)
                ? store.find(Tokens.hash(secret))
                        .filter(live -> live.token().expires().isAfter(clock.instant()))
                : Optional.empty();
    }

    private void touch(ApiToken token) {
        Instant now = clock.instant();
        if (token.used() == null || !token.used().plus(TOUCH).isAfter(now)) {
            store.touch(token.id(), now);
        }
    }

    /** The lesser of both roles: what the user loses, the token loses at once. */
    private static Actor actor(ApiTokenStore.Live live) {
        Role most = live.token().role();
        Role own = live.user().role();
        return new Actor(
                live.user().name(), most.compareTo(own) < 0 ? most : own, live.token().label());
    }

    private static boolean mayOver(Actor actor, String user) {
        return actor.name().equals(user) || actor.may(Permission.ADMINISTER);
    }

    private static void requireOver(Actor actor, String user) {
        actor.requireInPerson();
        if (!actor.name().equals(user)) {
            actor.require(Permission.ADMINISTER);
        }
    }

    private static Problem.NotFound noSuchToken() {
        return new Problem.NotFound(
                "There is no such token",
                "tokens",
                "Look at the list of tokens; it may be over already.");
    }
}
