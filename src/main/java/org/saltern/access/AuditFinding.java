package org.saltern.access;

import java.util.Optional;

/**
 * What a check of the audit log found.
 *
 * @param lines how many lines were found to follow one another, from the first on
 * @param head hash of the last of them, 64 hex digits. Whoever keeps it elsewhere can ask later whether the log still holds it
 * @param fault what does not hold; empty when all of the log does
 */
public record AuditFinding(long lines, String head, Optional<Fault> fault) {
    /** The kinds of damage, each with the first line it shows at. */
    public sealed interface Fault {
        /** This line was changed or put in, or the one before it was taken away. */
        record Line(AuditEntry line) implements Fault {}

        /** Lines after the last one there is are gone, or the last ones were replaced. */
        record End(long missing) implements Fault {}

        /** The hash that was noted earlier is nowhere in the log: the log was written anew. */
        record Rewritten(String expected) implements Fault {}
    }

    public boolean isWhole() {
        return fault.isEmpty();
    }
}
