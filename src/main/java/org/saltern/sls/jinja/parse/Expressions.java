package org.saltern.sls.jinja.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.sls.jinja.eval.Access;
import org.saltern.sls.jinja.eval.Calls;
import org.saltern.sls.jinja.eval.Expr;
import org.saltern.sls.jinja.eval.Literals;
import org.saltern.sls.jinja.eval.Operations;
import org.saltern.sls.jinja.eval.Template;
import org.saltern.sls.jinja.lex.Token;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Str;

/** Reads expressions, from the loosest operator to the tightest. */
final class Expressions {
    private static final Map<String, String> COMPARISONS =
            Map.of("==", "==", "!=", "!=", "<", "<", "<=", "<=", ">", ">", ">=", ">=");

    /** Deeper nesting would overflow the stack; nobody writes it. */
    private static final int DEEPEST = 200;

    private final Tokens tokens;
    private final Postfixes postfixes;
    private int depth;

    Expressions(Tokens tokens) {
        this.tokens = tokens;
        this.postfixes = new Postfixes(tokens, this);
    }

    private int line() {
        return tokens.current().line();
    }

    Expr expression() {
        if (++depth > DEEPEST) {
            throw tokens.bad("expressions nested more than " + DEEPEST + " deep");
        }
        int line = line();
        Expr value = or();
        while (tokens.skipName("if")) {
            Expr test = or();
            Expr otherwise = tokens.skipName("else") ? expression() : null;
            value =
                    new Operations.Cond(
                            line, test, value, otherwise, Template.place(tokens.file(), line));
            line = line();
        }
        depth--;
        return value;
    }

    /** An expression without {@code if}. */
    Expr or() {
        int line = line();
        Expr left = and();
        while (tokens.skipName("or")) {
            left = new Operations.Logic(line, false, left, and());
            line = line();
        }
        return left;
    }

    private Expr and() {
        int line = line();
        Expr left = not();
        while (tokens.skipName("and")) {
            left = new Operations.Logic(line, true, left, not());
            line = line();
        }
        return left;
    }

    private Expr not() {
        var lines = new ArrayList<Integer>();
        while (tokens.current().isName("not")) {
            lines.add(tokens.next().line());
        }
        Expr value = comparison();
        for (int i = lines.size() - 1; i >= 0; i--) {
            value = new Operations.Not(lines.get(i), value);
        }
        return value;
    }

    private Expr comparison() {
        int line = line();
        Expr first = sum();
        var signs = new ArrayList<String>();
        var others = new ArrayList<Expr>();
        while (true) {
            if (COMPARISONS.containsKey(tokens.current().type())) {
                signs.add(tokens.next().type());
            } else if (tokens.skipName("in")) {
                signs.add("in");
            } else if (tokens.current().isName("not") && tokens.look().isName("in")) {
                tokens.next();
                tokens.next();
                signs.add("notin");
            } else {
                break;
            }
            others.add(sum());
            line = line();
        }
        return signs.isEmpty() ? first : new Operations.Comparison(line, first, signs, others);
    }

    private Expr sum() {
        int line = line();
        Expr left = concatenation();
        while (tokens.current().is("+") || tokens.current().is("-")) {
            String sign = tokens.next().type();
            left = new Operations.Binary(line, sign, left, concatenation());
            line = line();
        }
        return left;
    }

    private Expr concatenation() {
        int line = line();
        var parts = new ArrayList<>(List.of(product()));
        while (tokens.skip("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.get(0) : new Operations.Concat(line, parts);
    }

    private Expr product() {
        int line = line();
        Expr left = power();
        while (List.of("*", "/", "//", "%").contains(tokens.current().type())) {
            String sign = tokens.next().type();
            left = new Operations.Binary(line, sign, left, power());
            line = line();
        }
        return left;
    }

    /** As Jinja2 reads it, a chain of powers leans to the left; Python then computes each pair. */
    private Expr power() {
        int line = line();
        Expr left = unary(true);
        while (tokens.skip("**")) {
            left = new Operations.Binary(line, "**", left, unary(true));
            line = line();
        }
        return left;
    }

    private Expr unary(boolean filters) {
        if (++depth > DEEPEST) {
            throw tokens.bad("expressions nested more than " + DEEPEST + " deep");
        }
        int line = line();
        Expr value;
        if (tokens.skip("-")) {
            value = new Operations.Sign(line, true, unary(false));
        } else if (tokens.skip("+")) {
            value = new Operations.Sign(line, false, unary(false));
        } else {
            value = primary();
        }
        value = postfixes.after(value);
        depth--;
        return filters ? postfixes.filtersAfter(value) : value;
    }

    Expr primary() {
        Token token = tokens.current();
        switch (token.type()) {
            case Token.NAME -> {
                tokens.next();
                return switch (token.value()) {
                    case "true", "True" -> new Literals.Const(token.line(), Bool.TRUE);
                    case "false", "False" -> new Literals.Const(token.line(), Bool.FALSE);
                    case "none", "None" -> new Literals.Const(token.line(), None.NONE);
                    default -> new Access.Name(token.line(), token.value());
                };
            }
            case Token.STRING -> {
                var text = new StringBuilder();
                while (tokens.current().is(Token.STRING)) {
                    text.append(tokens.next().value());
                }
                return new Literals.Const(token.line(), Str.of(text.toString()));
            }
            case Token.INTEGER, Token.FLOAT -> {
                tokens.next();
                return new Literals.Const(token.line(), token.number());
            }
            case "(" -> {
                tokens.next();
                Expr inner = tuple(true, false, true);
                tokens.expect(")");
                return inner;
            }
            case "[" -> {
                return list();
            }
            case "{" -> {
                return dict();
            }
            default ->
                    throw tokens.bad(
                            "unexpected " + Tokens.quoted(token.described()), token.line());
        }
    }

    /**
     * An expression, or several with commas between them, which are a tuple.
     *
     * @param conditions whether {@code if} may follow an expression
     * @param simple whether only names and literals are read
     * @param empty whether nothing at all is an empty tuple
     */
    Expr tuple(boolean conditions, boolean simple, boolean empty) {
        int line = line();
        var items = new ArrayList<Expr>();
        boolean isTuple = false;
        while (true) {
            if (!items.isEmpty()) {
                tokens.expect(",");
            }
            if (endsTuple()) {
                break;
            }
            items.add(simple ? primary() : conditions ? expression() : or());
            if (!tokens.current().is(",")) {
                break;
            }
            isTuple = true;
            line = line();
        }
        if (!isTuple && !items.isEmpty()) {
            return items.get(0);
        }
        if (!isTuple && !empty) {
            throw tokens.bad(
                    "Expected an expression, got " + Tokens.quoted(tokens.current().described()));
        }
        return new Literals.Tuple(line, items);
    }

    private boolean endsTuple() {
        return switch (tokens.current().type()) {
            case Token.VARIABLE_END, Token.BLOCK_END, ")" -> true;
            default -> false;
        };
    }

    private Expr list() {
        int line = tokens.expect("[").line();
        var items = new ArrayList<Expr>();
        while (!tokens.current().is("]")) {
            if (!items.isEmpty()) {
                tokens.expect(",");
            }
            if (tokens.current().is("]")) {
                break;
            }
            items.add(expression());
        }
        tokens.expect("]");
        return new Literals.Array(line, items);
    }

    private Expr dict() {
        int line = tokens.expect("{").line();
        var keys = new ArrayList<Expr>();
        var values = new ArrayList<Expr>();
        while (!tokens.current().is("}")) {
            if (!keys.isEmpty()) {
                tokens.expect(",");
            }
            if (tokens.current().is("}")) {
                break;
            }
            keys.add(expression());
            tokens.expect(":");
            values.add(expression());
        }
        tokens.expect("}");
        return new Literals.Dict(line, keys, values);
    }

    Calls.FilterCall filters(Expr of, boolean inline) {
        return postfixes.filters(of, inline);
    }
}
