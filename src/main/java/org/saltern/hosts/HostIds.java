package org.saltern.hosts;

import java.util.Optional;
import org.saltern.base.HostId;
import org.saltern.base.Problem;

/** Ids out of text that may be none. */
final class HostIds {
    private HostIds() {}

    static Optional<HostId> of(String text) {
        try {
            return Optional.of(new HostId(text));
        } catch (Problem.BadInput none) {
            return Optional.empty();
        }
    }
}
