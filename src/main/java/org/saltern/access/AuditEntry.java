package org.saltern.access;

import java.time.Instant;

/**
 * One line of the audit log.
 *
 * @param action what was done, a fixed word such as {@code key.accept}
 * @param subject what it was done to (a host, group, user, file, jid)
 * @param detail further facts; never a secret
 */
public record AuditEntry(
        long seq, Instant at, String actor, String action, String subject, String detail) {}
