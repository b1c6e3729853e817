package org.saltern.sls.jinja.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.saltern.sls.jinja.eval.Access;
import org.saltern.sls.jinja.eval.Calls;
import org.saltern.sls.jinja.eval.Expr;
import org.saltern.sls.jinja.eval.Literals;
import org.saltern.sls.jinja.eval.Operations;
import org.saltern.sls.jinja.lex.Token;

/** Reads what follows a value: attributes, indexes, calls, filters, tests. */
final class Postfixes {
    private static final Set<String> ARGUMENT_STARTS =
            Set.of(Token.NAME, Token.STRING, Token.INTEGER, Token.FLOAT, "(", "[", "{");

    private final Tokens tokens;
    private final Expressions expressions;

    Postfixes(Tokens tokens, Expressions expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expr after(Expr value) {
        Expr now = value;
        while (true) {
            switch (tokens.current().type()) {
                case "." -> now = attribute(now);
                case "[" -> now = item(now);
                case "(" -> now = call(now);
                default -> {
                    return now;
                }
            }
        }
    }

    Expr filtersAfter(Expr value) {
        Expr now = value;
        while (true) {
            if (tokens.current().is("|")) {
                now = filters(now, false);
            } else if (tokens.current().isName("is")) {
                now = test(now);
            } else if (tokens.current().is("(")) {
                now = call(now);
            } else {
                return now;
            }
        }
    }

    private Expr attribute(Expr of) {
        int line = tokens.next().line();
        Token name = tokens.next();
        if (name.is(Token.NAME)) {
            return new Access.Attribute(line, of, name.value());
        } else if (!name.is(Token.INTEGER)) {
            throw tokens.bad("expected name or number", name.line());
        }
        return new Access.Item(line, of, new Literals.Const(name.line(), name.number()));
    }

    private Expr item(Expr of) {
        int line = tokens.next().line();
        var keys = new ArrayList<Expr>();
        while (!tokens.current().is("]")) {
            if (!keys.isEmpty()) {
                tokens.expect(",");
            }
            keys.add(key());
        }
        tokens.expect("]");
        return new Access.Item(
                line, of, keys.size() == 1 ? keys.get(0) : new Literals.Tuple(line, keys));
    }

    private Expr key() {
        int line = tokens.current().line();
        Expr start = null;
        if (!tokens.current().is(":")) {
            start = expressions.expression();
            if (!tokens.current().is(":")) {
                return start;
            }
        }
        tokens.next();
        Expr stop = slicePart();
        Expr step = tokens.skip(":") ? slicePart() : null;
        return new Access.Slice(line, start, stop, step);
    }

    private Expr slicePart() {
        return switch (tokens.current().type()) {
            case ":", "]", "," -> null;
            default -> expressions.expression();
        };
    }

    private Expr call(Expr of) {
        int line = tokens.current().line();
        return new Calls.Call(line, of, arguments());
    }

    private Calls.Arguments arguments() {
        int line = tokens.expect("(").line();
        List<Expr> positional = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Expr> named = new ArrayList<>();
        Expr rest = null;
        Expr more = null;
        boolean comma = false;
        while (!tokens.current().is(")")) {
            if (comma) {
                tokens.expect(",");
                if (tokens.current().is(")")) {
                    break;
                }
            }
            comma = true;
            if (tokens.current().is("*")) {
                ensure(rest == null && more == null, line);
                tokens.next();
                rest = expressions.expression();
            } else if (tokens.current().is("**")) {
                ensure(more == null, line);
                tokens.next();
                more = expressions.expression();
            } else if (tokens.current().is(Token.NAME) && tokens.look().is("=")) {
                ensure(more == null, line);
                names.add(tokens.next().value());
                tokens.next();
                named.add(expressions.expression());
            } else {
                ensure(rest == null && more == null && names.isEmpty(), line);
                positional.add(expressions.expression());
            }
        }
        tokens.expect(")");
        return new Calls.Arguments(positional, names, named, rest, more);
    }

    private void ensure(boolean allowed, int line) {
        if (!allowed) {
            throw tokens.bad("invalid syntax for function call expression", line);
        }
    }

    private String dotted() {
        var name = new StringBuilder(tokens.expect(Token.NAME).value());
        while (tokens.skip(".")) {
            name.append('.').append(tokens.expect(Token.NAME).value());
        }
        return name.toString();
    }

    /**
     * The filters that follow.
     *
     * @param of what they are applied to; null for the text of a block
     * @param inline whether the first has no bar before it
     * @return null when there is none
     */
    Calls.FilterCall filters(Expr of, boolean inline) {
        Calls.FilterCall last = null;
        Expr value = of;
        boolean first = inline;
        while (first || tokens.current().is("|")) {
            if (!first) {
                tokens.next();
            }
            first = false;
            int line = tokens.current().line();
            String name = dotted();
            last = new Calls.FilterCall(line, value, name, optionalArguments());
            value = last;
        }
        return last;
    }

    private Calls.Arguments optionalArguments() {
        return tokens.current().is("(") ? arguments() : Calls.Arguments.NONE;
    }

    private Expr test(Expr of) {
        int line = tokens.next().line();
        boolean negated = tokens.skipName("not");
        String name = dotted();
        Calls.Arguments arguments = Calls.Arguments.NONE;
        Token next = tokens.current();
        if (next.is("(")) {
            arguments = arguments();
        } else if (ARGUMENT_STARTS.contains(next.type())
                && !next.isName("else")
                && !next.isName("or")
                && !next.isName("and")) {
            if (next.isName("is")) {
                throw tokens.bad("You cannot chain multiple tests with is");
            }
            Expr argument = after(expressions.primary());
            arguments = new Calls.Arguments(List.of(argument), List.of(), List.of(), null, null);
        }
        Expr test = new Calls.TestCall(line, of, name, arguments);
        return negated ? new Operations.Not(line, test) : test;
    }
}
