package org.saltern.access;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.saltern.access.UserStore.Account;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.store.Database;
import org.saltern.store.Dialect;

/**
 * Users and sessions. Passwords are kept as Argon2id hashes, session tokens as SHA-256. Whatever ends sessions of a user before
 * their time fires {@link Tags#SESSION}. Thread-safe.
 */
public final class Access {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final Pattern LANGUAGE =
            Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
    private static final String HEADLESS = "admin";

    private final Database db;
    private final Audit audit;
    private final Events events;
    private final InstantSource clock;
    private final UserStore users;
    private final Sessions sessions;
    private final ApiTokens apiTokens;
    private final FirstRun firstRun;
    private final SignInLimit limit;
    private final Passwords passwords;

    public Access(
            Database db, Audit audit, Events events, AccessSettings settings, InstantSource clock) {
        var tokens = new Tokens();
        this.db = db;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
        this.users = new UserStore(db.jdbi());
        this.sessions = new Sessions(db, settings, clock, tokens);
        this.apiTokens = new ApiTokens(db, users, audit, tokens, clock, this::tellSessionsEnded);
        this.firstRun = new FirstRun(db, users, clock, tokens);
        this.limit = new SignInLimit(clock);
        this.passwords = new Passwords();
    }

    /** Whether nobody can sign in yet, so that the first-run page is open to the holder of the one-time code. */
    public boolean isFirstRun() {
        return users.isEmpty();
    }

    /** The tokens that users make for programs. */
    public ApiTokens apiTokens() {
        return apiTokens;
    }

    /** A new one-time code for the first-run URL, valid for one hour and one use; an earlier code stops working. */
    public String newFirstRunCode() {
        return firstRun.newCode();
    }

    /**
     * Makes the first administrator.
     *
     * @throws Problem.Forbidden the code is wrong, used or expired, or somebody can sign in already
     * @throws Problem.BadInput the name or password will not do (12 characters at least); the code stays valid
     */
    public User claimFirstRun(String code, String name, String password) {
        firstRun.require(code); // before the costly hash
        String hash = hashFor(name, password);
        User user = newUser(name, Role.ADMINISTRATOR);
        firstRun.claim(
                code, () -> add(new Actor(name, Role.ADMINISTRATOR), user, hash, "first run"));
        return user;
    }

    /**
     * Makes the administrator {@code admin} with this password when nobody can sign in yet; for starts without a person. Users
     * there are stay as they are, so a changed password in the environment changes nothing later.
     *
     * @return whether it was made
     * @throws Problem.BadInput the password will not do
     */
    public boolean ensureAdministrator(String password) {
        if (!users.isEmpty()) {
            return false;
        }
        String hash = hashFor(HEADLESS, password);
        db.jdbi()
                .useTransaction(
                        h ->
                                add(
                                        Actor.system(),
                                        newUser(HEADLESS, Role.ADMINISTRATOR),
                                        hash,
                                        "from the environment"));
        return true;
    }

    /**
     * Makes a user. Needs ADMINISTER.
     *
     * @throws Problem.BadInput the name or password will not do
     * @throws Problem.Conflict there is a user of this name, perhaps in other case
     */
    public User create(Actor actor, String name, String password, Role role) {
        actor.require(Permission.ADMINISTER);
        String hash = hashFor(name, password);
        User user = newUser(name, role);
        db.jdbi().useTransaction(h -> add(actor, user, hash, "role " + role));
        return user;
    }

    /** All users by name. Needs ADMINISTER. */
    public List<User> users(Actor actor) {
        actor.require(Permission.ADMINISTER);
        return users.all();
    }

    /**
     * Sets the password of a user and ends that user's sessions, not the tokens of that user's programs. Needs ADMINISTER, or being
     * that user in person; a door that lets users
     * change their own calls {@link #changePassword}, which asks for the present one.
     */
    public void setPassword(Actor actor, String name, String password) {
        actor.requireInPerson();
        if (!actor.name().equals(name)) {
            actor.require(Permission.ADMINISTER);
        }
        User user = existing(name).user();
        String hash = passwords.hashOfNew(name, password);
        db.jdbi()
                .useTransaction(
                        h -> {
                            users.setPassword(user.name(), hash);
                            sessions.endAllOf(user.name());
                            audit.write(actor, "user.password", user.name(), "");
                        });
        tellSessionsEnded(user.name());
    }

    /**
     * Changes the acting user's own password and ends all of that user's sessions. A wrong present password counts as a failed
     * sign-in.
     *
     * @throws Problem.Forbidden the present password is wrong
     * @throws Problem.Unavailable too many failures; says how long to wait
     */
    public void changePassword(Actor actor, String present, String password, String address) {
        authenticate(actor.name(), present, address);
        setPassword(actor, actor.name(), password);
    }

    /**
     * Changes role and whether the user may sign in, and ends that user's sessions when anything changed. Needs ADMINISTER.
     *
     * @throws Problem.Conflict nobody could administer Saltern any more
     */
    public void change(Actor actor, String name, Role role, boolean disabled) {
        actor.require(Permission.ADMINISTER);
        User user = existing(name).user();
        if (user.role() == role && user.disabled() == disabled) {
            return;
        }
        db.jdbi()
                .useTransaction(
                        h -> {
                            List<String> administrators = users.lockAdministrators();
                            if (disabled || role != Role.ADMINISTRATOR) {
                                requireAnother(administrators, user.name());
                            }
                            users.change(user.name(), role, disabled);
                            sessions.endAllOf(user.name());
                            audit.write(
                                    actor,
                                    "user.change",
                                    user.name(),
                                    "role " + role + (disabled ? ", disabled" : ""));
                        });
        tellSessionsEnded(user.name());
    }

    /**
     * Remembers the language of the acting user; null follows the browser.
     *
     * @throws Problem.BadInput not a language tag
     */
    public void setLanguage(Actor actor, String language) {
        if (language != null && !LANGUAGE.matcher(language).matches()) {
            throw new Problem.BadInput(
                    Problem.text("Not a language: '{0}'", Problem.shown(language)),
                    "language",
                    Problem.text("Use a tag such as en or zh-CN."));
        }
        if (!users.setLanguage(actor.name(), language)) {
            throw noSuchUser(actor.name());
        }
    }

    /** Signs a browser in; see {@link #signIn(String, String, String, SessionKind)}. */
    public Session signIn(String name, String password, String address) {
        return signIn(name, password, address, SessionKind.BROWSER);
    }

    /**
     * Signs in. Same answer and time for an unknown or disabled user and a wrong password.
     *
     * @param address the client's network address, for rate limiting: five failures a minute per user and address
     * @throws Problem.Forbidden wrong name or password
     * @throws Problem.Unavailable too many failures; says how long to wait
     */
    public Session signIn(String name, String password, String address, SessionKind kind) {
        User user = authenticate(name, password, address);
        Session session = sessions.start(user, kind, address);
        audit.write(session.actor(), "sign-in", user.name(), kind + " from " + address);
        return session;
    }

    /**
     * Who this is, for a single call that brings name and password and needs no session. Limited and audited as {@link #signIn}.
     *
     * @throws Problem.Forbidden wrong name or password
     * @throws Problem.Unavailable too many failures; says how long to wait
     */
    public User verify(String name, String password, String address) {
        User user = authenticate(name, password, address);
        audit.write(actor(user), "sign-in", user.name(), "one call from " + address);
        return user;
    }

    /** The live session of a token, its idle time started anew; empty when unknown, idle too long, expired or disabled. */
    public Optional<Session> session(String token) {
        return sessions.use(token);
    }

    /** Whether a token has a live session; unlike {@link #session} this is no use of it. For streams, again and again. */
    public boolean isLive(String token) {
        return sessions.find(token).isPresent();
    }

    /** Ends a session; unknown tokens are ignored. */
    public void signOut(String token) {
        sessions.end(token).ifPresent(this::tellSessionsEnded);
    }

    private User authenticate(String name, String password, String address) {
        limit.enter(name, address);
        Optional<Account> account =
                NAME.matcher(name).matches() ? users.find(name) : Optional.empty();
        boolean matches =
                passwords.matches(account.map(Account::passwordHash).orElse(null), password);
        if (!matches || account.get().user().disabled()) {
            audit.write(
                    Actor.system(),
                    "sign-in.refused",
                    account.map(a -> a.user().name()).orElse("(unknown name)"),
                    "from " + address);
            throw new Problem.Forbidden(
                    "Wrong name or password", "sign-in", "Try again, or ask an administrator.");
        }
        limit.succeeded(name, address);
        return account.get().user();
    }

    private static Actor actor(User user) {
        return new Actor(user.name(), user.role());
    }

    private String hashFor(String name, String password) {
        if (!NAME.matcher(name).matches() || name.equalsIgnoreCase(Actor.system().name())) {
            throw new Problem.BadInput(
                    Problem.text("Not a user name: '{0}'", Problem.shown(name)),
                    "name",
                    Problem.text(
                            "Use 1 to 64 letters, digits and . _ @ -, beginning with a letter or"
                                    + " digit; 'saltern' is taken by the system itself."));
        }
        return passwords.hashOfNew(name, password);
    }

    private User newUser(String name, Role role) {
        return new User(name, role, null, false, clock.instant());
    }

    private void add(Actor actor, User user, String hash, String detail) {
        try {
            users.insert(user, hash);
        } catch (RuntimeException e) {
            if (Dialect.isDuplicate(e)) {
                throw new Problem.Conflict(
                        Problem.text("There is a user '{0}' already", user.name()),
                        "name",
                        Problem.text("Use another name."));
            }
            throw e;
        }
        audit.write(actor, "user.create", user.name(), detail);
    }

    private Account existing(String name) {
        return users.find(name).orElseThrow(() -> noSuchUser(name));
    }

    private static void requireAnother(List<String> administrators, String name) {
        if (administrators.equals(List.of(name))) {
            throw new Problem.Conflict(
                    Problem.text("{0} is the last administrator", name),
                    "role",
                    Problem.text("Make somebody else administrator first."));
        }
    }

    private static Problem noSuchUser(String name) {
        return new Problem.NotFound(
                Problem.text("No user '{0}'", Problem.shown(name)),
                "users",
                Problem.text("Look at the list of users."));
    }

    private void tellSessionsEnded(String user) {
        events.publish(new Event(Tags.SESSION, Json.object().put("user", user), clock.instant()));
    }
}
