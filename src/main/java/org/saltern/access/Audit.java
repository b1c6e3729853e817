package org.saltern.access;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.saltern.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what, when. Rooms write it; nobody edits it. Thread-safe.
 *
 * <p>A room writes its line inside the transaction of the change ({@code db.jdbi().useTransaction(h -> { store.change(…);
 * audit.write(…); })}): JDBI hands all calls of one thread the same connection then, so that there is no change without its line
 * and no line without its change. The line goes last, because it keeps others from writing theirs until the transaction ends.
 *
 * <p>Each line carries a hash over itself and all before it, so that a change made beside Saltern shows in {@link #check}.
 */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_SUBJECT = 600;
    private static final int LONGEST_DETAIL = 10_000;
    private static final int MOST = 10_000;

    private final AuditStore store;
    private final InstantSource clock;

    public Audit(Database db, InstantSource clock) {
        this.store = new AuditStore(db.jdbi());
        this.clock = clock;
        store.chainEarlier();
    }

    /**
     * Writes one line, now. Control and formatting characters are escaped, so that one line stays one line; what is too long is
     * cut (subject at 600, detail at 10,000 characters). The line and its hash go to the log of this process too: where that is kept
     * on another machine, it proves what the table held.
     */
    public void write(Actor actor, String action, String subject, String detail) {
        String who = clean(actor.audited(), LONGEST_WORD);
        String what = clean(action, LONGEST_WORD);
        String which = clean(subject, LONGEST_SUBJECT);
        String more = clean(detail, LONGEST_DETAIL);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as it is read again
        String hash = store.insert(now, who, what, which, more);
        LOG.info("audit: {} {} {} {} [{}]", who, what, which, more, hash);
    }

    /** The newest lines first, 10,000 at most. Needs ADMINISTER. */
    public List<AuditEntry> newest(Actor actor, int limit) {
        actor.require(Permission.ADMINISTER);
        return store.newest(Math.clamp(limit, 0, MOST));
    }

    /**
     * The lines about one subject, newest first, 10,000 at most. Needs SEE; those about users and sign-ins are left out for actors
     * without ADMINISTER, also when a host or file happens to have a user's name.
     */
    public List<AuditEntry> about(Actor actor, String subject, int limit) {
        actor.require(Permission.SEE);
        return store.about(
                clean(subject, LONGEST_SUBJECT),
                actor.may(Permission.ADMINISTER),
                Math.clamp(limit, 0, MOST));
    }

    /**
     * Looks whether the log is as it was written, from its first line to its last. Needs ADMINISTER. Reads the whole table.
     *
     * @param expected a hash noted earlier, which the log has to hold still; empty for none
     */
    public AuditFinding check(Actor actor, String expected) {
        actor.require(Permission.ADMINISTER);
        return new AuditCheck(store).look(expected);
    }

    private static String clean(String text, int longest) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> append(out, c));
        if (out.length() <= longest) {
            return out.toString();
        }
        int end = Character.isHighSurrogate(out.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return out.substring(0, end) + "…";
    }

    private static void append(StringBuilder out, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    out.append(String.format("\\u%04x", c));
            default -> out.appendCodePoint(c);
        }
    }
}
