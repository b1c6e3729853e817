package org.saltern.sls.jinja.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.JinjaOptions;
import org.saltern.sls.jinja.lex.Lexer;
import org.saltern.sls.jinja.lex.Token;

/** The tokens of a template, with the current one and a look at the next. */
public final class Tokens {
    private final Lexer lexer;
    private final String file;
    private final Deque<Token> ahead = new ArrayDeque<>();
    private Token current;

    Tokens(JinjaOptions options, String text, String file) {
        this.lexer = new Lexer(options, text, file);
        this.file = file;
        this.current = lexer.next();
    }

    public Token current() {
        return current;
    }

    /** The token after the current one. */
    public Token look() {
        if (ahead.isEmpty()) {
            ahead.add(following());
        }
        return ahead.peek();
    }

    /** Goes on; the token that was current. */
    public Token next() {
        Token before = current;
        current = ahead.isEmpty() ? following() : ahead.poll();
        return before;
    }

    /** The end of the template has the line of the last token before it. */
    private Token following() {
        Token next = lexer.next();
        return next.is(Token.EOF) ? new Token(current.line(), Token.EOF, "", null) : next;
    }

    /** Goes on if the current token is of this type. */
    public boolean skip(String type) {
        boolean is = current.is(type);
        if (is) {
            next();
        }
        return is;
    }

    /** Goes on if the current token is this name. */
    public boolean skipName(String name) {
        boolean is = current.isName(name);
        if (is) {
            next();
        }
        return is;
    }

    /** The current token, which must be of this type; goes on. */
    public Token expect(String type) {
        if (!current.is(type)) {
            throw unexpected(Token.described(type));
        }
        return next();
    }

    /** The current token, which must be this name; goes on. */
    public Token expectName(String name) {
        if (!current.isName(name)) {
            throw unexpected(name);
        }
        return next();
    }

    private JinjaError unexpected(String expected) {
        return current.is(Token.EOF)
                ? bad("unexpected end of template, expected '" + expected + "'.", current.line())
                : bad(
                        "expected token '" + expected + "', got " + quoted(current.described()),
                        current.line());
    }

    /** A name of a token as Python prints it. */
    static String quoted(String text) {
        return org.saltern.sls.jinja.values.Repr.quoted(text);
    }

    /** A syntax error. */
    public JinjaError bad(String message, int line) {
        return new JinjaError("TemplateSyntaxError", message, file, line);
    }

    /** A syntax error at the current token. */
    public JinjaError bad(String message) {
        return bad(message, current.line());
    }

    String file() {
        return file;
    }
}
