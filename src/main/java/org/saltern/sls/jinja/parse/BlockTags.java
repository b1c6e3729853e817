package org.saltern.sls.jinja.parse;

import java.util.ArrayList;
import java.util.List;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.eval.BlockStmt;
import org.saltern.sls.jinja.eval.CallStmt;
import org.saltern.sls.jinja.eval.Calls;
import org.saltern.sls.jinja.eval.Expr;
import org.saltern.sls.jinja.eval.ForStmt;
import org.saltern.sls.jinja.eval.Imports;
import org.saltern.sls.jinja.eval.MacroStmt;
import org.saltern.sls.jinja.eval.Statements;
import org.saltern.sls.jinja.eval.Stmt;
import org.saltern.sls.jinja.eval.Target;
import org.saltern.sls.jinja.lex.Token;
import org.saltern.sls.jinja.values.Numbers;

/** Reads Jinja2's own tags. */
final class BlockTags {
    private final Parser parser;
    private final Tokens tokens;
    private final Expressions expressions;

    BlockTags(Parser parser, Expressions expressions) {
        this.parser = parser;
        this.tokens = parser.tokens();
        this.expressions = expressions;
    }

    /** The tag's statements; null when Jinja2 has no such tag. */
    List<Stmt> read(String name) {
        return switch (name) {
            case "for" -> List.of(loop());
            case "if" -> List.of(condition());
            case "set" -> List.of(set());
            case "with" -> List.of(with());
            case "autoescape" -> List.of(autoescape());
            case "block" -> List.of(block());
            case "extends" -> List.of(extending());
            case "include" -> List.of(include());
            case "import" -> List.of(imported());
            case "from" -> List.of(from());
            case "macro" -> List.of(macro());
            case "print" -> print();
            case "call" -> List.of(call());
            case "filter" -> List.of(filter());
            case "do" -> List.of(doing());
            case "break", "continue" ->
                    List.of(new Statements.Leave(tokens.next().line(), name.equals("break")));
            default -> null;
        };
    }

    private Stmt loop() {
        int line = tokens.next().line();
        Target target = parser.target(false);
        tokens.expectName("in");
        Expr items = expressions.tuple(false, false, false);
        Expr test = tokens.skipName("if") ? expressions.expression() : null;
        boolean recursive = tokens.skipName("recursive");
        List<Stmt> body = parser.statements("endfor", "else");
        List<Stmt> otherwise =
                tokens.next().isName("endfor") ? List.of() : parser.statementsPast("endfor");
        return new ForStmt(line, target, items, test, recursive, body, otherwise);
    }

    private Stmt condition() {
        var lines = new ArrayList<>(List.of(tokens.next().line()));
        var tests = new ArrayList<Expr>();
        var bodies = new ArrayList<List<Stmt>>();
        while (true) {
            tests.add(expressions.tuple(false, false, false));
            bodies.add(parser.statements("elif", "else", "endif"));
            String end = tokens.next().value();
            if (end.equals("elif")) {
                lines.add(tokens.current().line());
            } else {
                List<Stmt> otherwise =
                        end.equals("else") ? parser.statementsPast("endif") : List.of();
                return new Statements.If(
                        List.copyOf(lines), List.copyOf(tests), List.copyOf(bodies), otherwise);
            }
        }
    }

    private Stmt set() {
        int line = tokens.next().line();
        Target target = parser.target(true);
        if (tokens.skip("=")) {
            return new Statements.Assign(line, target, expressions.tuple(true, false, false));
        }
        Calls.FilterCall filter = parser.filters(false);
        return new Statements.AssignText(line, target, filter, parser.statementsPast("endset"));
    }

    private Stmt with() {
        tokens.next();
        var targets = new ArrayList<Target>();
        var values = new ArrayList<Expr>();
        while (!tokens.current().is(Token.BLOCK_END)) {
            if (!targets.isEmpty()) {
                tokens.expect(",");
            }
            targets.add(parser.target(false));
            tokens.expect("=");
            values.add(expressions.expression());
        }
        return new Statements.With(targets, values, parser.statementsPast("endwith"));
    }

    private Stmt autoescape() {
        tokens.next();
        Expr on = expressions.expression();
        return new Statements.Autoescape(on, parser.statementsPast("endautoescape"));
    }

    private Stmt block() {
        int line = tokens.next().line();
        String name = tokens.expect(Token.NAME).value();
        boolean scoped = tokens.skipName("scoped");
        boolean required = tokens.skipName("required");
        if (tokens.current().is("-")) {
            throw tokens.bad(
                    "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an"
                            + " underscore instead.");
        }
        List<Stmt> body = parser.statementsPast("endblock");
        if (required && !body.stream().allMatch(BlockTags::isBlank)) {
            throw tokens.bad("Required blocks can only contain comments or whitespace");
        }
        tokens.skipName(name);
        return new BlockStmt(line, name, scoped, required, body);
    }

    private static boolean isBlank(Stmt statement) {
        return statement instanceof Statements.Data data
                && data.text().chars().allMatch(Numbers::isSpace);
    }

    private Stmt extending() {
        int line = tokens.next().line();
        return new Imports.Extends(line, expressions.expression());
    }

    private boolean withContext(boolean usual) {
        boolean with = tokens.current().isName("with");
        if ((with || tokens.current().isName("without")) && tokens.look().isName("context")) {
            tokens.next();
            tokens.next();
            return with;
        }
        return usual;
    }

    private Stmt include() {
        int line = tokens.next().line();
        Expr template = expressions.expression();
        boolean ignore = tokens.current().isName("ignore") && tokens.look().isName("missing");
        if (ignore) {
            tokens.next();
            tokens.next();
        }
        return new Imports.Include(line, template, ignore, withContext(true));
    }

    Imports.Import imported() {
        int line = tokens.next().line();
        Expr template = expressions.expression();
        tokens.expectName("as");
        String target = parser.nameTarget().name();
        return new Imports.Import(line, template, target, withContext(false));
    }

    private Stmt from() {
        int line = tokens.next().line();
        Expr template = expressions.expression();
        tokens.expectName("import");
        var names = new ArrayList<String>();
        var aliases = new ArrayList<String>();
        Boolean context = null;
        while (true) {
            if (!names.isEmpty()) {
                tokens.expect(",");
            }
            if (!tokens.current().is(Token.NAME)) {
                tokens.expect(Token.NAME);
            }
            context = contextWords();
            if (context != null) {
                break;
            }
            Target.Variable name = parser.nameTarget();
            if (name.name().startsWith("_")) {
                throw new JinjaError(
                        "TemplateAssertionError",
                        "names starting with an underline can not be imported",
                        tokens.file(),
                        name.line());
            }
            names.add(name.name());
            aliases.add(tokens.skipName("as") ? parser.nameTarget().name() : name.name());
            context = contextWords();
            if (context != null || !tokens.current().is(",")) {
                break;
            }
        }
        return new Imports.From(line, template, names, aliases, context != null && context);
    }

    /** Whether {@code with context} or {@code without context} follows, which is passed; null when neither does. */
    private Boolean contextWords() {
        boolean with = tokens.current().value().equals("with");
        if ((with || tokens.current().value().equals("without"))
                && tokens.look().isName("context")) {
            tokens.next();
            tokens.next();
            return with;
        }
        return null;
    }

    private record Parameters(List<Target.Variable> names, List<Expr> defaults) {}

    private Parameters parameters() {
        var names = new ArrayList<Target.Variable>();
        var defaults = new ArrayList<Expr>();
        tokens.expect("(");
        while (!tokens.current().is(")")) {
            if (!names.isEmpty()) {
                tokens.expect(",");
            }
            Target.Variable name = parser.nameTarget();
            if (tokens.skip("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw tokens.bad("non-default argument follows default argument");
            }
            names.add(name);
        }
        tokens.expect(")");
        return new Parameters(names, defaults);
    }

    private Stmt macro() {
        int line = tokens.next().line();
        String name = parser.nameTarget().name();
        Parameters parameters = parameters();
        return new MacroStmt(
                line,
                name,
                parameters.names(),
                parameters.defaults(),
                parser.statementsPast("endmacro"));
    }

    private Stmt call() {
        int line = tokens.next().line();
        Parameters parameters =
                tokens.current().is("(") ? parameters() : new Parameters(List.of(), List.of());
        if (!(expressions.expression() instanceof Calls.Call call)) {
            throw tokens.bad("expected call", line);
        }
        List<Stmt> body = parser.statementsPast("endcall");
        return new CallStmt(
                line,
                new MacroStmt(line, null, parameters.names(), parameters.defaults(), body),
                call);
    }

    private Stmt filter() {
        int line = tokens.next().line();
        Calls.FilterCall filter = parser.filters(true);
        return new Statements.FilterBlock(line, filter, parser.statementsPast("endfilter"));
    }

    private Stmt doing() {
        int line = tokens.next().line();
        return new Statements.Do(line, expressions.tuple(true, false, false));
    }

    private List<Stmt> print() {
        tokens.next();
        var values = new ArrayList<Stmt>();
        while (!tokens.current().is(Token.BLOCK_END)) {
            if (!values.isEmpty()) {
                tokens.expect(",");
            }
            values.add(new Statements.Print(expressions.expression()));
        }
        return values;
    }
}
