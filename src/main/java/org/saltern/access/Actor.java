package org.saltern.access;

import org.saltern.base.Problem;

/**
 * Who does something: a signed-in user, or a part of Saltern itself. Every room call that changes or shows something takes
 * one, first.
 *
 * @param name the user's name; {@code saltern} for the system itself
 */
public record Actor(String name, Role role) {
    /** Saltern itself: start-up repair, demo set-up, expiry. */
    public static Actor system() {
        return new Actor("saltern", Role.ADMINISTRATOR);
    }

    public boolean may(Permission permission) {
        return role.may(permission);
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
}
