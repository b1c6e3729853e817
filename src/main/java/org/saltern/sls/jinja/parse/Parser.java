package org.saltern.sls.jinja.parse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.JinjaOptions;
import org.saltern.sls.jinja.eval.Access;
import org.saltern.sls.jinja.eval.Calls;
import org.saltern.sls.jinja.eval.Expr;
import org.saltern.sls.jinja.eval.Imports;
import org.saltern.sls.jinja.eval.Literals;
import org.saltern.sls.jinja.eval.Statements;
import org.saltern.sls.jinja.eval.Stmt;
import org.saltern.sls.jinja.eval.Target;
import org.saltern.sls.jinja.lex.Token;

/** Reads a template into a tree. The tags of an environment use it as well ({@link Tag}). */
public final class Parser {
    /** Deeper nesting of blocks than anybody writes; each level takes stack. */
    private static final int DEEPEST = 100;

    private final Map<String, Tag> tags;
    private final Tokens tokens;
    private final Expressions expressions;
    private final BlockTags blockTags;
    private final Deque<String> open = new ArrayDeque<>();
    private final Deque<List<String>> ends = new ArrayDeque<>();
    private int lastName;

    /** @param file the template's name; null when it has none */
    public Parser(JinjaOptions options, Map<String, Tag> tags, String text, String file) {
        this.tags = tags;
        this.tokens = new Tokens(options, text, file);
        this.expressions = new Expressions(tokens);
        this.blockTags = new BlockTags(this, expressions);
    }

    /** The whole template. */
    public List<Stmt> template() {
        return body(List.of());
    }

    /** The tokens; the current one is the tag's name when a tag is read. */
    public Tokens tokens() {
        return tokens;
    }

    /** An expression. */
    public Expr expression() {
        return expressions.expression();
    }

    /** A name that no template can use. */
    public String freeName() {
        return "_fi" + ++lastName;
    }

    /**
     * Statements up to a tag of one of these names, which is then the current token.
     *
     * @throws JinjaError the template ends first
     */
    public List<Stmt> statements(String... until) {
        tokens.skip(":");
        tokens.expect(Token.BLOCK_END);
        List<Stmt> body = body(List.of(until));
        if (tokens.current().is(Token.EOF)) {
            ends.push(List.of(until));
            throw lost(null, tokens.current().line());
        }
        return body;
    }

    /** Statements up to a tag of this name, which is passed. */
    public List<Stmt> statementsPast(String until) {
        List<Stmt> body = statements(until);
        tokens.next();
        return body;
    }

    private List<Stmt> body(List<String> until) {
        if (!until.isEmpty()) {
            ends.push(until);
        }
        if (ends.size() > DEEPEST) {
            throw tokens.bad("blocks nested more than " + DEEPEST + " deep");
        }
        var body = new ArrayList<Stmt>();
        while (!tokens.current().is(Token.EOF)) {
            Token token = tokens.current();
            tokens.next();
            switch (token.type()) {
                case Token.DATA -> body.add(new Statements.Data(token.value()));
                case Token.VARIABLE_BEGIN -> {
                    body.add(new Statements.Print(expressions.tuple(true, false, false)));
                    tokens.expect(Token.VARIABLE_END);
                }
                default -> {
                    if (tokens.current().is(Token.NAME)
                            && until.contains(tokens.current().value())) {
                        ends.pop();
                        return body;
                    }
                    body.addAll(statement());
                    tokens.expect(Token.BLOCK_END);
                }
            }
        }
        if (!until.isEmpty()) {
            ends.pop();
        }
        return body;
    }

    private List<Stmt> statement() {
        Token token = tokens.current();
        if (!token.is(Token.NAME)) {
            throw tokens.bad("tag name expected", token.line());
        }
        open.push(token.value());
        List<Stmt> read = blockTags.read(token.value());
        if (read == null) {
            Tag tag = tags.get(token.value());
            if (tag == null) {
                open.pop();
                throw lost(token.value(), token.line());
            }
            read = tag.parse(this);
        }
        open.pop();
        return read;
    }

    private JinjaError lost(String tag, int line) {
        var message =
                new StringBuilder(
                        tag == null
                                ? "Unexpected end of template."
                                : "Encountered unknown tag " + Tokens.quoted(tag) + ".");
        if (!ends.isEmpty()) {
            String looking =
                    ends.peek().stream().map(Tokens::quoted).collect(Collectors.joining(" or "));
            boolean nesting = tag != null && ends.stream().anyMatch(end -> end.contains(tag));
            message.append(
                    nesting
                            ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently looking"
                                    + " for "
                            : " Jinja was looking for the following tags: ");
            message.append(looking).append('.');
        }
        if (!open.isEmpty()) {
            message.append(" The innermost block that needs to be closed is ")
                    .append(Tokens.quoted(open.peek()))
                    .append('.');
        }
        return tokens.bad(message.toString(), line);
    }

    /** A name to assign to. */
    public Target.Variable nameTarget() {
        Token token = tokens.expect(Token.NAME);
        var target = new Target.Variable(token.line(), token.value());
        if (isReserved(token.value())) {
            throw cannotAssign("name", token.line());
        }
        return target;
    }

    private static boolean isReserved(String name) {
        return List.of("true", "false", "none", "True", "False", "None").contains(name);
    }

    private JinjaError cannotAssign(String kind, int line) {
        return tokens.bad("can't assign to " + Tokens.quoted(kind), line);
    }

    /**
     * What is assigned to.
     *
     * @param namespaces whether it can be an attribute of a namespace
     */
    public Target target(boolean namespaces) {
        if (namespaces && tokens.look().is(".")) {
            Token name = tokens.expect(Token.NAME);
            tokens.next();
            return new Target.Attribute(
                    name.line(), name.value(), tokens.expect(Token.NAME).value());
        }
        Expr read = expressions.tuple(true, true, false);
        if (!assignable(read)) {
            throw cannotAssign(read.kind(), read.line());
        }
        return target(read);
    }

    private static boolean assignable(Expr read) {
        return switch (read) {
            case Access.Name ignored -> true;
            case Literals.Tuple tuple -> tuple.items().stream().allMatch(Parser::assignable);
            default -> false;
        };
    }

    private static Target target(Expr read) {
        return read instanceof Literals.Tuple tuple
                ? new Target.Several(tuple.items().stream().map(Parser::target).toList())
                : new Target.Variable(read.line(), ((Access.Name) read).name());
    }

    /** An import, the current token being its tag whatever that is called. */
    public Imports.Import importTag() {
        return blockTags.imported();
    }

    /** The filters that follow here; null when none do. */
    Calls.FilterCall filters(boolean inline) {
        return expressions.filters(null, inline);
    }
}
