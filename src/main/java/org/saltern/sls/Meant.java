package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Guesses at what the author of an SLS meant; each is a further line of an error, or "". */
public final class Meant {
    private static final Pattern WITHOUT_COLON =
            Pattern.compile("([a-z][a-z_]*?)[ =:]?(True|False|None|true|false|[0-9]+)");
    private static final Pattern SEPARATED = Pattern.compile("([a-z][a-z_]*)\\s*[=: ]\\s*(\\S.*)");
    private static final int LONGEST = 100;

    private Meant() {}

    /** IDs and names that can be required, with the state modules they have. */
    record Known(Set<String> words, Set<String> pairs) {
        static Known of(Iterable<? extends JsonNode> chunks) {
            var known = new Known(new LinkedHashSet<>(), new LinkedHashSet<>());
            for (JsonNode chunk : chunks) {
                for (String field : new String[] {"__id__", "name"}) {
                    known.add(chunk.path("state").asText(), chunk.path(field).asText());
                }
            }
            return known;
        }

        static Known ofHigh(JsonNode ids) {
            var known = new Known(new LinkedHashSet<>(), new LinkedHashSet<>());
            for (var id : ids.properties()) {
                for (var state : id.getValue().properties()) {
                    if (HighData.isId(state.getKey())) {
                        known.add(state.getKey().split("\\.", 2)[0], id.getKey());
                    }
                }
            }
            return known;
        }

        private void add(String module, String word) {
            words.add(word);
            pairs.add(module + ": " + word);
        }

        /** The module of a known word; empty when there is none or more than one. */
        Optional<String> only(String word) {
            var found = pairs.stream().filter(p -> p.endsWith(": " + word)).toList();
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        }
    }

    private static String did(String words) {
        return "\n    did you mean '" + words + "'?";
    }

    /** A lone word among the arguments of a state: {@code reloadTrue}. */
    static String argument(String word) {
        Matcher glued = WITHOUT_COLON.matcher(word);
        if (glued.matches()) {
            return did("- " + glued.group(1) + ": " + glued.group(2));
        }
        Matcher parts = SEPARATED.matcher(word);
        return parts.matches() ? did("- " + parts.group(1) + ": " + parts.group(2)) : "";
    }

    /** A reference to nothing: {@code file/etc/motd}, {@code pkg: apach}. @param module {@code id} for a plain word */
    static String reference(String module, String name, Known known) {
        if (module.equals("id")) {
            for (String pair : known.pairs()) {
                int colon = pair.indexOf(": ");
                String rest =
                        name.startsWith(pair.substring(0, colon)) ? name.substring(colon) : "";
                if (rest.equals(pair.substring(colon + 2))
                        || rest.replaceFirst("^[:=. ]", "").equals(pair.substring(colon + 2))) {
                    return did("- " + pair);
                }
            }
            return nearest(name, known.words())
                    .map(w -> did("- " + known.only(w).orElse(w)))
                    .orElse("");
        }
        if (known.words().contains(name)) {
            return known.only(name).map(pair -> did("- " + pair)).orElse("");
        }
        return nearest(name, known.words())
                .map(
                        word ->
                                known.pairs().contains(module + ": " + word)
                                        ? module + ": " + word
                                        : known.only(word).orElse(word))
                .map(pair -> did("- " + pair))
                .orElse("");
    }

    /** A word that is not among those there are. */
    public static String word(String wrong, Collection<String> right) {
        return nearest(wrong, right).map(Meant::did).orElse("");
    }

    /** The word that differs least, if it differs little. */
    private static Optional<String> nearest(String wrong, Collection<String> right) {
        String best = null;
        int least = Math.max(1, Math.min(wrong.length(), LONGEST) / 4) + 1;
        for (String word : right) {
            if (Math.abs(word.length() - wrong.length()) < least && word.length() <= LONGEST) {
                int distance = distance(wrong, word);
                if (distance > 0 && distance < least) {
                    least = distance;
                    best = word;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many letters to add, remove or change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int up = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(up, row[j - 1]) + 1);
                diagonal = up;
            }
        }
        return row[b.length()];
    }
}
