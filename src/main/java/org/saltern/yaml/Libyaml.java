package org.saltern.yaml;

import java.util.List;
import java.util.regex.Pattern;
import org.saltern.yaml.YamlFault.Kind;
import org.yaml.snakeyaml.composer.ComposerException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.scanner.ScannerException;

/** Says what SnakeYAML says in libyaml's words: the same rules, other sentences. */
final class Libyaml {
    private record Wording(Pattern snake, String libyaml) {
        private Wording(String snake, String libyaml) {
            this(Pattern.compile(snake, Pattern.DOTALL), libyaml);
        }
    }

    private static final List<Wording> PROBLEMS =
            List.of(
                    new Wording(
                            "mapping values are not allowed here",
                            "mapping values are not allowed in this context"),
                    new Wording(
                            "sequence entries are not allowed here",
                            "block sequence entries are not allowed in this context"),
                    new Wording(
                            "mapping keys are not allowed here",
                            "mapping keys are not allowed in this context"),
                    new Wording(
                            "found character .* that cannot start any token.*",
                            "found character that cannot start any token"),
                    new Wording("could not find expected ':'", "could not find expected ':'"),
                    new Wording(
                            "expected ',' or ']', but got .*", "did not find expected ',' or ']'"),
                    new Wording(
                            "expected ',' or '}', but got .*", "did not find expected ',' or '}'"),
                    new Wording(
                            "expected '<document start>', but found .*",
                            "did not find expected <document start>"),
                    new Wording(
                            "expected the node content, but found .*",
                            "did not find expected node content"),
                    new Wording("found duplicate anchor.*", "found duplicate anchor"),
                    new Wording("found undefined alias .*", "found undefined alias"),
                    new Wording(
                            "found unknown escape character .*", "found unknown escape character"),
                    new Wording("found undefined tag handle .*", "found undefined tag handle"),
                    new Wording(
                            "expected alphabetic or numeric character, but found .*",
                            "did not find expected alphabetic or numeric character"));
    private static final Pattern BLOCK_END = Pattern.compile("expected <block end>, but found .*");

    private Libyaml() {}

    static YamlFault fault(MarkedYAMLException e) {
        Kind kind =
                switch (e) {
                    case ScannerException s -> Kind.SCANNER;
                    case ParserException p -> Kind.PARSER;
                    case ComposerException c -> Kind.COMPOSER;
                    default -> Kind.CONSTRUCTOR;
                };
        String context = e.getContext();
        return fault(
                kind,
                context,
                e.getContextMark(),
                problem(e.getProblem(), context),
                e.getProblemMark(),
                e);
    }

    private static String problem(String snake, String context) {
        String said = String.valueOf(snake);
        if (BLOCK_END.matcher(said).matches()) {
            return String.valueOf(context).contains("collection")
                    ? "did not find expected '-' indicator"
                    : "did not find expected key";
        }
        for (Wording wording : PROBLEMS) {
            if (wording.snake().matcher(said).matches()) {
                return wording.libyaml();
            }
        }
        return said;
    }

    /** A fault with the text that {@code str()} of PyYAML's marked errors has. */
    static YamlFault fault(
            Kind kind,
            String context,
            Mark contextMark,
            String problem,
            Mark problemMark,
            Throwable cause) {
        var lines = new java.util.ArrayList<String>();
        if (context != null && !context.isEmpty() && problemMark != null) {
            lines.add(context);
            if (contextMark != null && !same(contextMark, problemMark)) {
                lines.add(place(contextMark));
            }
        }
        lines.add(problem);
        if (problemMark != null) {
            lines.add(place(problemMark));
        }
        return new YamlFault(
                kind,
                problem,
                String.join("\n", lines),
                problemMark == null ? 0 : problemMark.getLine() + 1,
                problemMark == null ? 0 : problemMark.getColumn() + 1,
                cause);
    }

    private static boolean same(Mark a, Mark b) {
        return a.getLine() == b.getLine() && a.getColumn() == b.getColumn();
    }

    private static String place(Mark mark) {
        return "  in \"<unicode string>\", line "
                + (mark.getLine() + 1)
                + ", column "
                + (mark.getColumn() + 1);
    }
}
