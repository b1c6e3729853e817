package org.saltern.web;

import java.util.Optional;
import org.saltern.access.Permission;

/** What a route asks of its visitor. Each route names one. */
public enum Need {
    /** Nothing: sign-in, first run, style sheets. */
    OPEN(null),
    /** Any signed-in user. */
    SIGNED_IN(null),
    SEE(Permission.SEE),
    RUN(Permission.RUN),
    GROUPS(Permission.GROUPS),
    FILES(Permission.FILES),
    KEYS(Permission.KEYS),
    ADMINISTER(Permission.ADMINISTER);

    private final Permission permission;

    Need(Permission permission) {
        this.permission = permission;
    }

    /** The permission to hold; empty when being signed in is enough, or nothing is needed. */
    public Optional<Permission> permission() {
        return Optional.ofNullable(permission);
    }
}
