package org.saltern.sls;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.saltern.yaml.Spot;

/**
 * Where the parts of high data were written, for errors that help. A place is a further line behind Salt's own words,
 * {@code "\n    at apache/init.sls:4:7: - reloadTrue"}, and perhaps one more with what was probably meant. Lines are those of the file,
 * found again behind its template where the line is there as it is. One thread fills it; reading changes nothing.
 */
public final class Origins {
    /** What stands between Salt's words and a place. */
    public static final String AT = "\n    at ";

    private static final int LONGEST_LINE = 200;

    private final Map<String, Text> texts = new HashMap<>();

    /** One SLS: its path, the lines as written and as its template made them. */
    private record Text(String path, List<String> source, List<String> made, Spot root) {
        String at(int line, int column) {
            String text = line <= made.size() ? made.get(line - 1) : "";
            int number = written(text, line);
            String shown = text.strip();
            shown = shown.length() > LONGEST_LINE ? shown.substring(0, LONGEST_LINE) : shown;
            return number > 0
                    ? path + ":" + number + ":" + column + ": " + shown
                    : path + " (line " + line + " after rendering): " + shown;
        }

        /** The line of the file that reads like this line of what was made; 0 when no single one does. */
        private int written(String line, int number) {
            if (source.equals(made)) {
                return number;
            }
            int first = source.indexOf(line);
            return first >= 0 && first == source.lastIndexOf(line) ? first + 1 : 0;
        }
    }

    /** The place of a file that could not be read, "" when it is not known. */
    static String at(SlsFile file, SlsFault fault) {
        if (fault.line() <= 0) {
            return "";
        }
        if (fault.made() == null) {
            return AT + file.path() + ":" + fault.line();
        }
        var text = new Text(file.path(), lines(file), fault.made().lines().toList(), null);
        return AT + text.at(fault.line(), Math.max(1, fault.column()));
    }

    private static List<String> lines(SlsFile file) {
        return new String(file.content(), StandardCharsets.UTF_8).lines().toList();
    }

    void add(String environment, String sls, SlsFile file, Rendered rendered) {
        if (rendered.root() != null) {
            texts.put(
                    environment + ":" + sls,
                    new Text(
                            file.path(),
                            lines(file),
                            rendered.made().lines().toList(),
                            rendered.root()));
        }
    }

    /**
     * The place of a part of an ID, or "" when it is not known.
     *
     * @param step from the ID's map to the part that is meant
     */
    String at(JsonNode body, String id, Function<Spot, Optional<Spot>> step) {
        return at(environment(body), HighData.text(body, "__sls__", ""), id, step);
    }

    String at(String environment, String sls, String id, Function<Spot, Optional<Spot>> step) {
        Text text = texts.get(environment + ":" + sls);
        Optional<Spot> whole = text == null ? Optional.empty() : text.root().key(id);
        return whole.map(spot -> step.apply(spot).orElse(spot))
                .map(spot -> AT + text.at(spot.line(), spot.column()))
                .orElse("");
    }

    /** The place of an ID. */
    String at(JsonNode body, String id) {
        return at(body, id, Optional::of);
    }

    /** The part itself, for what has to look at it. */
    Optional<Spot> spot(JsonNode body, String id) {
        Text text = texts.get(environment(body) + ":" + HighData.text(body, "__sls__", ""));
        return text == null ? Optional.empty() : text.root().key(id);
    }

    private static String environment(JsonNode body) {
        return HighData.text(body, "__env__", "base");
    }

    /** The key of a state module in an ID: {@code service} or {@code service.running}. */
    static Optional<Spot> module(Spot id, String module) {
        return id.keys().stream()
                .filter(s -> s.name().equals(module) || s.name().startsWith(module + "."))
                .findFirst();
    }

    /**
     * The place of a reference in a requisite of a low chunk, with what was probably meant.
     *
     * @param low the chunk that requires
     * @param kind {@code require}, {@code watch} …
     * @param module what the reference names, {@code id} for a plain word
     * @param all every chunk there is
     * @return further lines behind Salt's words; "" when the place is not known
     */
    public String ofReference(
            JsonNode low, String kind, String module, String name, List<? extends JsonNode> all) {
        String id = low.path("__id__").asText();
        String at =
                at(
                        low,
                        id,
                        spot ->
                                module(spot, low.path("state").asText())
                                        .flatMap(s -> s.key(kind))
                                        .flatMap(
                                                s ->
                                                        s.word(name)
                                                                .or(() -> s.key(module))
                                                                .or(() -> Optional.of(s))));
        return at.isEmpty() ? "" : at + Meant.reference(module, name, Meant.Known.of(all));
    }

    /** The place of the state that a low chunk is. */
    public String ofState(JsonNode low) {
        return at(
                low, low.path("__id__").asText(), spot -> module(spot, low.path("state").asText()));
    }
}
