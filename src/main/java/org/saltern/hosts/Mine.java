package org.saltern.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.targets.Truth;

/**
 * Values that hosts offer to other hosts. Limits: 1 MiB a function, 5 MiB a host, as JSON. Thread-safe. The owner or caller is
 * always the verified host.
 *
 * <p>An entry that is a map with the key {@code __saltmine_acl__} holds its value in {@code __data__} and may hold {@code
 * allow_tgt} and {@code allow_tgt_type} (glob unless given): then only hosts that match surely see it.
 */
public final class Mine {
    /** The largest value of one function, in bytes of JSON. */
    public static final int MOST_BYTES_A_FUNCTION = 1 << 20;

    /** All values of one host together. */
    public static final int MOST_BYTES_A_HOST = 5 << 20;

    /** All values that one question is answered with. */
    public static final int MOST_BYTES_AN_ANSWER = 32 << 20;

    private static final int LONGEST_NAME = 200;
    private static final int DEEPEST = 64;
    private static final String RESTRICTED = "__saltmine_acl__";
    private static final String VALUE = "__data__";

    private final Database database;
    private final MineStore store;
    private final Memory memory;
    private final Matching matching;
    private final Targets targets;

    public Mine(Database database, Hosts hosts, Targets targets) {
        this.database = database;
        this.store = new MineStore(database);
        this.memory = hosts.memory();
        this.matching = new Matching(memory);
        this.targets = targets;
    }

    /**
     * Merges, or replaces when {@code clear}; all of it or, over a limit, nothing.
     *
     * @param data function (or alias) → value
     * @throws Problem.BadInput a limit is exceeded
     * @throws Problem.Forbidden the owner is not accepted any more
     */
    public void update(HostId owner, ObjectNode data, boolean clear) {
        var documents = new TreeMap<String, String>();
        data.properties()
                .forEach(
                        entry ->
                                documents.put(
                                        entry.getKey(),
                                        document(owner, entry.getKey(), entry.getValue())));
        synchronized (memory) {
            if (!memory.isAccepted(owner)) {
                throw new Problem.Forbidden(
                        Problem.shown(owner.value()) + " is not accepted",
                        "mine",
                        "Accept its key first.");
            }
            database.jdbi().useTransaction(h -> write(owner, documents, clear));
        }
    }

    private void write(HostId owner, Map<String, String> documents, boolean clear) {
        if (clear) {
            store.deleteAll(owner);
        }
        documents.forEach(
                (function, document) ->
                        store.put(owner, function, document, JsonSize.bytes(document)));
        if (store.bytes(owner) > MOST_BYTES_A_HOST) {
            throw tooMuch(owner, "all values together are larger than 5 MiB");
        }
    }

    private static String document(HostId owner, String function, JsonNode value) {
        if (function.isEmpty() || function.length() > LONGEST_NAME || function.indexOf('\0') >= 0) {
            throw tooMuch(owner, "a function's name is empty or longer than " + LONGEST_NAME);
        } else if (JsonSize.depth(value) > DEEPEST) {
            throw tooMuch(owner, Problem.shown(function) + " is nested too deep");
        }
        String document = Json.text(value);
        if (JsonSize.bytes(document) > MOST_BYTES_A_FUNCTION) {
            throw tooMuch(owner, Problem.shown(function) + " is larger than 1 MiB");
        }
        return document;
    }

    private static Problem tooMuch(HostId owner, String what) {
        return new Problem.BadInput(
                "The mine of " + Problem.shown(owner.value()) + " is not stored: " + what,
                "mine",
                "Offer less in mine_functions on that host.");
    }

    /**
     * The value of one function on each matching host that offers it and lets {@code caller} see it, by name.
     *
     * @throws Problem.BadInput the target does not parse, or the answer is larger than {@link #MOST_BYTES_AN_ANSWER}
     * @throws Problem.NotFound it names an unknown group
     */
    public Map<HostId, JsonNode> get(HostId caller, Target target, String function) {
        List<HostId> owners = targets.resolveStrictly(target).matched();
        var found = new TreeMap<HostId, JsonNode>();
        if (function.indexOf('\0') >= 0 || owners.isEmpty()) {
            return found;
        }
        var bytes = new AtomicLong();
        store.eachOffer(
                function,
                owners,
                (owner, document) -> {
                    JsonNode value = shown(Json.parse(document), caller);
                    if (value != null) {
                        require(bytes.addAndGet(document.length()), function);
                        found.put(owner, value);
                    }
                });
        return found;
    }

    private static void require(long bytes, String function) {
        if (bytes > MOST_BYTES_AN_ANSWER) {
            throw new Problem.BadInput(
                    "The values of "
                            + Problem.shown(function)
                            + " that match are larger than 32 MiB together",
                    "mine",
                    "Ask for fewer hosts.");
        }
    }

    /** What this caller may see of an entry; null for nothing. */
    private JsonNode shown(JsonNode entry, HostId caller) {
        if (!entry.isObject() || !entry.has(RESTRICTED)) {
            return entry;
        }
        return isOpen(entry.path("allow_tgt")) || lets(entry, caller) ? entry.get(VALUE) : null;
    }

    private static boolean isOpen(JsonNode allowed) {
        return allowed.isMissingNode()
                || allowed.isNull()
                || allowed.isTextual() && allowed.textValue().isEmpty();
    }

    /** A rule that cannot be read lets nobody in. */
    private boolean lets(JsonNode entry, HostId caller) {
        try {
            var target =
                    Target.of(
                            words(entry.get("allow_tgt")),
                            TargetType.of(entry.path("allow_tgt_type").asText("glob")));
            return matching.test(matching.parse(target), caller) == Truth.YES;
        } catch (Problem unreadable) {
            return false;
        }
    }

    private static String words(JsonNode target) {
        var ids = new ArrayList<String>();
        target.forEach(id -> ids.add(id.asText()));
        return target.isArray() ? String.join(",", ids) : target.asText();
    }

    public void delete(HostId owner, String function) {
        if (function.indexOf('\0') < 0) {
            store.delete(owner, function);
        }
    }

    /** Deletes all that a host offers. */
    public void flush(HostId owner) {
        store.deleteAll(owner);
    }

    /** All functions offered by one host, by name, for the host page. */
    public List<String> functions(HostId owner) {
        return store.functions(owner);
    }
}
