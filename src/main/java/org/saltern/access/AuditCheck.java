package org.saltern.access;

import java.util.List;
import java.util.Optional;
import org.saltern.access.AuditFinding.Fault;

/** One walk along the chain of the audit log, while others write on. */
final class AuditCheck {
    private final AuditStore store;
    private long lines;
    private String hash = AuditChain.START;
    private long last = Long.MIN_VALUE;
    private boolean held;

    AuditCheck(AuditStore store) {
        this.store = store;
    }

    /** @param expected a hash to be met on the way; empty for none */
    AuditFinding look(String expected) {
        held = expected.isEmpty() || expected.equals(hash);
        while (true) {
            AuditStore.Head end = store.head();
            Optional<Fault> fault = walkTo(end, expected);
            if (fault.isPresent()) {
                return new AuditFinding(lines, hash, fault);
            }
            List<AuditStore.Chained> beyond = store.after(last);
            if (beyond.isEmpty()) {
                fault = held ? Optional.empty() : Optional.of(new Fault.Rewritten(expected));
                return new AuditFinding(lines, hash, fault);
            } else if (store.head().equals(end)) { // a line and the head's move come together
                fault = Optional.of(new Fault.Line(beyond.getFirst().line()));
                return new AuditFinding(lines, hash, fault);
            }
        }
    }

    private Optional<Fault> walkTo(AuditStore.Head end, String expected) {
        while (lines < end.lines()) {
            List<AuditStore.Chained> page = store.after(last);
            if (page.isEmpty()) {
                return Optional.of(new Fault.End(end.lines() - lines));
            }
            int count = (int) Math.min(page.size(), end.lines() - lines);
            for (AuditStore.Chained row : page.subList(0, count)) {
                String next = AuditChain.next(hash, row.line());
                if (!next.equals(row.hash())) {
                    return Optional.of(new Fault.Line(row.line()));
                }
                hash = next;
                held |= hash.equals(expected);
                last = row.line().seq();
                lines++;
            }
        }
        return hash.equals(end.hash()) ? Optional.empty() : Optional.of(new Fault.End(0));
    }
}
