package org.saltern.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.Locale;
import org.saltern.base.Json;
import org.saltern.yaml.Yaml;

/** How results are printed; the names and looks of Salt's outputters. */
enum Format {
    /** For eyes; results of states as {@code highstate} shows them. */
    NESTED {
        @Override
        String text(HostAnswer answer, Pen pen) {
            if (answer.isStates()) {
                return Highstate.show(answer.host(), answer.value(), pen, Highstate.Mode.FULL)
                                .text()
                        + "\n";
            }
            JsonNode whole = Json.object().set(answer.host(), answer.value());
            return String.join("\n", Nested.lines(whole, 0, answer.failed(), pen)) + "\n";
        }
    },
    /** One JSON object per host, indented by four. */
    JSON {
        @Override
        String text(HostAnswer answer, Pen pen) {
            return tree(Json.object().set(answer.host(), answer.value()));
        }

        @Override
        String tree(JsonNode tree) {
            try {
                return PRETTY.writeValueAsString(tree) + "\n";
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A JSON tree could not be written", e);
            }
        }
    },
    /** One YAML map per host. */
    YAML {
        @Override
        String text(HostAnswer answer, Pen pen) {
            return tree(Json.object().set(answer.host(), answer.value()));
        }

        @Override
        String tree(JsonNode tree) {
            return Yaml.write(tree);
        }
    },
    /** {@code host: line} for each line, for grep. */
    TXT {
        @Override
        String text(HostAnswer answer, Pen pen) {
            var out = new StringBuilder();
            for (String line : Pen.lines(PythonText.str(answer.value()))) {
                out.append(Pen.clean(answer.host() + ": " + line)).append('\n');
            }
            return out.toString();
        }
    };

    private static final ObjectWriter PRETTY = pretty();

    /** The text of one answer, ending in a line feed unless empty. */
    abstract String text(HostAnswer answer, Pen pen);

    /** The text of any tree, ending in a line feed. */
    String tree(JsonNode tree) {
        return String.join("\n", Nested.lines(tree, 0, false, Pen.PLAIN)) + "\n";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static ObjectWriter pretty() {
        var indenter = new DefaultIndenter("    ", "\n");
        var separators =
                Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator("");
        var printer = new DefaultPrettyPrinter(separators);
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        return Json.MAPPER.writer(printer);
    }
}
