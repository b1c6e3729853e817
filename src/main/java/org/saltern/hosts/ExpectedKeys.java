package org.saltern.hosts;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.events.Events;
import org.saltern.store.Database;

/**
 * Fingerprints known from elsewhere, noted before or after the keys are shown: what the hosts printed, or a list from whoever
 * installed them. A waiting key that shows one is the right one; accepting it uses the note up. Thread-safe.
 */
public final class ExpectedKeys {
    private static final int MOST = 10_000;
    private static final int LONGEST_TEXT = 2_000_000;
    private static final Pattern FINGERPRINT =
            Pattern.compile(
                    "(?<![0-9a-fA-F:])(?:[0-9a-fA-F]{2}:){31}[0-9a-fA-F]{2}(?![0-9a-fA-F:])");
    private static final Pattern HEADER = Pattern.compile("\\s*['\"]?([^\\s'\"]+?)['\"]?:\\s*");

    private final Database database;
    private final ExpectedKeyStore store;
    private final Events events;
    private final Audit audit;
    private final InstantSource clock;

    ExpectedKeys(Database database, Events events, Audit audit, InstantSource clock) {
        this.database = database;
        this.store = new ExpectedKeyStore(database.jdbi());
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Notes every fingerprint in a text: one a line, or as {@code salt-call --local key.finger} and {@code salt '*' key.finger} print
     * them. A name beside it or in the line above is the host whose key it is; {@code local} is none. Needs KEYS.
     *
     * @return how many were found
     * @throws Problem.BadInput none, too long a text, or too many; {@code where} is {@code fingerprints}
     */
    public int note(Actor actor, String text) {
        actor.require(Permission.KEYS);
        List<ExpectedKey> found = text.length() > LONGEST_TEXT ? List.of() : read(actor, text);
        if (found.isEmpty()) {
            throw new Problem.BadInput(
                    Problem.text("There is no fingerprint in it"),
                    "fingerprints",
                    Problem.text(
                            "Paste what 'salt-call --local key.finger' prints: 32 pairs of digits"
                                    + " with colons."));
        }
        database.jdbi()
                .useTransaction(
                        h -> {
                            if (store.count() + found.size() > MOST) {
                                throw new Problem.BadInput(
                                        Problem.text(
                                                "No more than {0} fingerprints can be noted", MOST),
                                        "fingerprints",
                                        Problem.text("Remove those that are not needed any more."));
                            }
                            found.forEach(store::put);
                            audit.write(
                                    actor,
                                    "key.expect",
                                    found.getFirst().fingerprint(),
                                    said(found));
                        });
        events.publish(KeyEvents.expected(clock.instant()));
        return found.size();
    }

    /** All notes, the newest first. Needs SEE. */
    public List<ExpectedKey> list(Actor actor) {
        actor.require(Permission.SEE);
        return store.all();
    }

    /** Takes a note back; nothing happens when it is not there any more. Needs KEYS. */
    public void forget(Actor actor, String fingerprint) {
        actor.require(Permission.KEYS);
        database.jdbi()
                .useTransaction(
                        h -> {
                            if (store.delete(fingerprint)) {
                                audit.write(actor, "key.unexpect", fingerprint, "");
                            }
                        });
        events.publish(KeyEvents.expected(clock.instant()));
    }

    /** Whether the key that a host shows is one that is expected of it. */
    boolean isExpected(HostId host, String fingerprint) {
        return store.find(fingerprint).filter(note -> note.isOf(host, fingerprint)).isPresent();
    }

    /** The key was accepted: its note has served. */
    void used(String fingerprint) {
        store.delete(fingerprint);
    }

    private static String said(List<ExpectedKey> found) {
        return found.size() == 1 ? "" : "and " + (found.size() - 1) + " more";
    }

    private List<ExpectedKey> read(Actor actor, String text) {
        Map<String, ExpectedKey> found = new LinkedHashMap<>();
        HostId above = null;
        for (String line : text.lines().toList()) {
            Matcher print = FINGERPRINT.matcher(line);
            List<String> prints = new ArrayList<>();
            while (print.find()) {
                prints.add(print.group().toLowerCase(Locale.ROOT));
            }
            Matcher header = HEADER.matcher(line);
            if (prints.isEmpty()) {
                above = header.matches() ? host(header.group(1)) : null;
                continue;
            }
            String beside =
                    FINGERPRINT
                            .matcher(line)
                            .replaceAll(" ")
                            .replaceAll("[\\s:,;'\"=]+", " ")
                            .strip();
            HostId host = beside.isEmpty() ? above : host(beside);
            for (String one : prints) {
                found.put(one, new ExpectedKey(one, host, clock.instant(), actor.name()));
            }
        }
        return List.copyOf(found.values());
    }

    private static HostId host(String word) {
        boolean isName = !word.equals("local") && word.indexOf(' ') < 0 && HostId.isValid(word);
        return isName ? new HostId(word) : null;
    }
}
