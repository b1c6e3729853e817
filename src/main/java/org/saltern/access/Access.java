package org.saltern.access;

import java.util.List;
import java.util.Optional;

/** Users and sessions. Passwords are kept as Argon2id hashes, session tokens as SHA-256. Thread-safe. */
public final class Access {
    /** Whether nobody can sign in yet, so that the first-run page is open to the holder of the one-time code. */
    public boolean isFirstRun() {
        throw new UnsupportedOperationException();
    }

    /** A new one-time code for the first-run URL, valid for one hour and one use; an earlier code stops working. */
    public String newFirstRunCode() {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the first administrator.
     *
     * @throws org.saltern.base.Problem.Forbidden the code is wrong, used or expired, or somebody can sign in already
     * @throws org.saltern.base.Problem.BadInput the name or password will not do (12 characters at least)
     */
    public User claimFirstRun(String code, String name, String password) {
        throw new UnsupportedOperationException();
    }

    /** Makes a user. Needs ADMINISTER. */
    public User create(Actor actor, String name, String password, Role role) {
        throw new UnsupportedOperationException();
    }

    /** All users by name. Needs ADMINISTER. */
    public List<User> users(Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** Sets the password of a user and ends that user's sessions. Needs ADMINISTER, or being that user. */
    public void setPassword(Actor actor, String name, String password) {
        throw new UnsupportedOperationException();
    }

    /** Changes role and whether the user may sign in. Needs ADMINISTER; the last administrator stays. */
    public void change(Actor actor, String name, Role role, boolean disabled) {
        throw new UnsupportedOperationException();
    }

    /** Remembers the language of the acting user; null follows the browser. */
    public void setLanguage(Actor actor, String language) {
        throw new UnsupportedOperationException();
    }

    /**
     * Signs in. Same answer and time for an unknown user and a wrong password.
     *
     * @param address the client's network address, for rate limiting: five failures a minute per user and address
     * @throws org.saltern.base.Problem.Forbidden wrong name or password
     * @throws org.saltern.base.Problem.Unavailable too many failures; says how long to wait
     */
    public Session signIn(String name, String password, String address) {
        throw new UnsupportedOperationException();
    }

    /** The live session of a token, its idle time started anew; empty when unknown, idle too long, expired or disabled. */
    public Optional<Session> session(String token) {
        throw new UnsupportedOperationException();
    }

    /** Ends a session; unknown tokens are ignored. */
    public void signOut(String token) {
        throw new UnsupportedOperationException();
    }
}
