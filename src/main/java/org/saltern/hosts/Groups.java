package org.saltern.hosts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.access.Actor;
import org.saltern.base.HostId;

/** Groups of hosts; upstream calls them nodegroups. Thread-safe. */
public final class Groups {
    /** All groups by name. Needs SEE. */
    public List<Group> list(Actor actor) {
        throw new UnsupportedOperationException();
    }

    public Optional<Group> find(Actor actor, String name) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a group, or changes the one of this name.
     *
     * @throws org.saltern.base.Problem.BadInput the name is not letters, digits, '_', '.', '-' (64 at most), or the rule
     *     does not parse; a member unknown to Saltern
     * @throws org.saltern.base.Problem.Conflict {@code expectNew} and the name is taken
     */
    public Group save(Actor actor, Group group, boolean expectNew) {
        throw new UnsupportedOperationException();
    }

    public void delete(Actor actor, String name) {
        throw new UnsupportedOperationException();
    }

    /** The accepted hosts that are in each group now. Needs SEE. */
    public Map<String, List<HostId>> hosts(Actor actor) {
        throw new UnsupportedOperationException();
    }
}
