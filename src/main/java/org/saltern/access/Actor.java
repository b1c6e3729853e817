package org.saltern.access;

import org.saltern.base.Problem;

/**
 * Who does something: a signed-in user, or a part of Saltern itself. Every room call that changes or shows something takes
 * one, first.
 *
 * @param name the user's name; {@code saltern} for the system itself
 * @param role what the actor may do here, which is less than the user's own role when a token says so
 * @param token label of the API token that a program acts with in the user's name; empty for the user in person
 */
public record Actor(String name, Role role, String token) {
    /** A user in person. */
    public Actor(String name, Role role) {
        this(name, role, "");
    }

    /** Saltern itself: start-up repair, demo set-up, expiry. */
    public static Actor system() {
        return new Actor("saltern", Role.ADMINISTRATOR);
    }

    public boolean may(Permission permission) {
        return role.may(permission);
    }

    /** The name for the audit log, with the token when it is one that acts. */
    String audited() {
        return token.isEmpty() ? name : name + " (token " + token + ")";
    }

    /** @throws Problem.Forbidden when the role lacks the permission; names both */
    public void require(Permission permission) {
        if (!may(permission)) {
            throw new Problem.Forbidden(
                    Problem.text(
                            "{0} may not do this: it needs the permission {1}", name, permission),
                    "role " + role,
                    Problem.text("Ask an administrator for a role that has it."));
        }
    }

    /**
     * For what a program must not do in a user's name: make itself more tokens, or change the password.
     *
     * @throws Problem.Forbidden a token acts
     */
    void requireInPerson() {
        if (!token.isEmpty()) {
            throw new Problem.Forbidden(
                    "A token may not do this", "token " + token, "Sign in with name and password.");
        }
    }
}
