package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.saltern.base.Jid;

/**
 * A text looked for in what the hosts of one job returned: in names and values, in any case. An answer is read once, however many
 * hosts gave it and however often it is asked about. Not thread-safe.
 */
public final class OutputSearch {
    private static final long MOST_BYTES = 256L << 20;
    private static final int BATCH = 20;

    private final RunStore runs;
    private final Jid jid;
    private final String text;
    private final Map<String, Boolean> verdicts = new HashMap<>();
    private long bytes;
    private boolean isWhole = true;

    OutputSearch(RunStore runs, Jid jid, String text) {
        this.runs = runs;
        this.jid = jid;
        this.text = text.toLowerCase(Locale.ROOT);
    }

    /** Those of these answers that hold the text. */
    public Set<String> among(Collection<String> answers) {
        List<String> fresh =
                answers.stream().distinct().filter(a -> !verdicts.containsKey(a)).toList();
        for (int from = 0; from < fresh.size(); from += BATCH) {
            if (bytes > MOST_BYTES) {
                isWhole = false;
                break;
            }
            var results =
                    runs.contents(jid, fresh.subList(from, Math.min(fresh.size(), from + BATCH)));
            results.forEach(
                    (answer, packed) -> {
                        bytes += packed.length;
                        verdicts.put(answer, has(Content.read(packed, null)));
                    });
        }
        Set<String> found = new HashSet<>(answers);
        found.removeIf(answer -> !verdicts.getOrDefault(answer, false));
        return found;
    }

    /** False when there were more answers than are looked through, 256 MiB as they are stored. */
    public boolean isWhole() {
        return isWhole;
    }

    private boolean has(JsonNode tree) {
        if (tree.isObject()) {
            return tree.properties().stream().anyMatch(e -> has(e.getKey()) || has(e.getValue()));
        }
        if (tree.isArray()) {
            for (JsonNode item : tree) {
                if (has(item)) {
                    return true;
                }
            }
            return false;
        }
        return has(tree.asText());
    }

    private boolean has(String value) {
        return value.toLowerCase(Locale.ROOT).contains(text);
    }
}
