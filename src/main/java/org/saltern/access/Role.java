package org.saltern.access;

import java.util.EnumSet;
import java.util.Set;

/** What kind of user somebody is; each may all that those before it may. */
public enum Role {
    VIEWER(EnumSet.of(Permission.SEE)),
    OPERATOR(EnumSet.of(Permission.SEE, Permission.RUN, Permission.GROUPS, Permission.FILES)),
    ADMINISTRATOR(EnumSet.allOf(Permission.class));

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = Set.copyOf(permissions);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
