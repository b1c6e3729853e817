package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.saltern.base.Json;

/** Salt's outputters for the answer of one host, without colours. */
public final class Outputs {
    private Outputs() {}

    /**
     * The text, ending in a line feed unless empty.
     *
     * @param outputter {@code highstate}, {@code nested}, {@code json}, {@code yaml}, {@code txt}, {@code raw},
     *     {@code newline_values_only}, {@code quiet}; another counts as nested
     * @param stateOutput the option {@code state_output}: full, terse, mixed, changes, filter, each also with {@code _id}
     */
    public static String text(
            String outputter, String host, JsonNode value, boolean failed, String stateOutput) {
        var answer = new HostAnswer(host, value, failed, null);
        return switch (outputter) {
            case "json" -> Format.JSON.text(answer, Pen.PLAIN);
            case "yaml" -> Format.YAML.text(answer, Pen.PLAIN);
            case "txt" -> Format.TXT.text(answer, Pen.PLAIN);
            case "raw" -> PythonText.str(Json.object().set(host, value)) + "\n";
            case "newline_values_only" -> PythonText.str(value) + "\n";
            case "quiet" -> "";
            case "highstate" ->
                    Highstate.show(host, value, Pen.PLAIN, mode(stateOutput)).text() + "\n";
            default ->
                    String.join(
                                    "\n",
                                    Nested.lines(
                                            Json.object().set(host, value), 0, failed, Pen.PLAIN))
                            + "\n";
        };
    }

    private static Highstate.Mode mode(String stateOutput) {
        String word = stateOutput.toLowerCase(Locale.ROOT);
        boolean byId = word.endsWith("_id");
        Highstate.Detail detail =
                switch (byId ? word.substring(0, word.length() - 3) : word) {
                    case "terse" -> Highstate.Detail.TERSE;
                    case "mixed" -> Highstate.Detail.MIXED;
                    case "changes" -> Highstate.Detail.CHANGES;
                    default -> Highstate.Detail.FULL;
                };
        return new Highstate.Mode(detail, byId);
    }
}
