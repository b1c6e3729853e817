package org.saltern.sls.jinja.lex;

import java.util.ArrayDeque;
import java.util.Deque;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.JinjaOptions;
import org.saltern.sls.jinja.values.Numbers;

/**
 * Cuts a template into tokens, one at a time, so that an error is found only when the parser gets there. The rules are those of
 * Jinja2's lexer: whitespace control, trimmed and stripped blocks, line statements and comments, raw blocks.
 */
public final class Lexer {
    private enum State {
        ROOT,
        COMMENT,
        BLOCK,
        VARIABLE,
        RAW,
        LINE_STATEMENT,
        LINE_COMMENT
    }

    private final JinjaOptions options;
    private final String source;
    private final String file;
    private final Openings openings;
    private final Words words;
    private final Deque<State> states = new ArrayDeque<>();
    private final Deque<Character> brackets = new ArrayDeque<>();
    private final Deque<Token> ready = new ArrayDeque<>();
    private int at;
    private int line = 1;
    private boolean lineStarting = true;

    /** @param file the template's name for errors; may be null */
    public Lexer(JinjaOptions options, String text, String file) {
        this.options = options;
        this.source = normalised(text, options.keepTrailingNewline());
        this.file = file;
        this.openings = new Openings(options, source);
        this.words = new Words(source);
        states.push(State.ROOT);
    }

    private static String normalised(String text, boolean keepLast) {
        String lines =
                text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        return !keepLast && lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    /**
     * The next token; one of type {@code eof} at the end, again and again.
     *
     * @throws JinjaError a {@code TemplateSyntaxError}
     */
    public Token next() {
        while (ready.isEmpty()) {
            if (at >= source.length() && !endsLineStatement()) {
                return new Token(line, Token.EOF, "");
            }
            switch (states.peek()) {
                case ROOT -> root();
                case COMMENT -> comment();
                case RAW -> raw();
                case BLOCK -> inside(State.BLOCK);
                case VARIABLE -> inside(State.VARIABLE);
                case LINE_STATEMENT -> inside(State.LINE_STATEMENT);
                case LINE_COMMENT -> lineComment();
            }
        }
        return ready.poll();
    }

    /** The end of the text ends a line statement as an end of line does. */
    private boolean endsLineStatement() {
        return states.peek() == State.LINE_STATEMENT && brackets.isEmpty();
    }

    private JinjaError bad(String message) {
        return new JinjaError("TemplateSyntaxError", message, file, line);
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            String printed =
                    options.newlineSequence().equals("\n")
                            ? text
                            : text.replace("\n", options.newlineSequence());
            ready.add(new Token(line, Token.DATA, printed));
        }
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private void root() {
        Openings.Found opening = openings.from(at);
        if (opening == null) {
            String rest = source.substring(at);
            data(rest);
            line += lines(rest);
            at = source.length();
            return;
        }
        stripped(
                source.substring(at, opening.start()),
                opening.sign(),
                opening.kind() != Openings.Kind.VARIABLE);
        String tag = source.substring(opening.start(), opening.end());
        switch (opening.kind()) {
            case RAW -> states.push(State.RAW);
            case COMMENT -> states.push(State.COMMENT);
            case LINE_COMMENT -> states.push(State.LINE_COMMENT);
            case BLOCK -> open(Token.BLOCK_BEGIN, tag, State.BLOCK);
            case LINE_STATEMENT -> open(Token.BLOCK_BEGIN, tag, State.LINE_STATEMENT);
            case VARIABLE -> open(Token.VARIABLE_BEGIN, tag, State.VARIABLE);
        }
        line += lines(tag);
        at = opening.end();
        lineStarting = tag.endsWith("\n");
    }

    private void open(String type, String tag, State state) {
        ready.add(new Token(line, type, tag));
        states.push(state);
    }

    /** Emits the text before a tag, less what the tag's sign or {@code lstrip_blocks} takes away; counts its lines. */
    private void stripped(String text, char sign, boolean strippable) {
        String kept = text;
        if (sign == '-') {
            int end = text.length();
            while (end > 0 && Numbers.isSpace(text.charAt(end - 1))) {
                end--;
            }
            kept = text.substring(0, end);
        } else if (sign != '+' && options.lstripBlocks() && strippable) {
            int start = text.lastIndexOf('\n') + 1;
            boolean blank =
                    start < text.length()
                            && text.substring(start).chars().allMatch(Numbers::isSpace);
            if (blank && (start > 0 || lineStarting)) {
                kept = text.substring(0, start);
            }
            data(kept);
            line += lines(kept);
            return;
        }
        data(kept);
        line += lines(text);
    }

    private void comment() {
        int end = openings.closing(at, options.commentEnd());
        if (end < 0) {
            throw bad("Missing end of comment tag");
        }
        advance(openings.afterClosing(end, options.commentEnd(), options.trimBlocks()));
        states.pop();
    }

    private void advance(int to) {
        String passed = source.substring(at, to);
        line += lines(passed);
        lineStarting = passed.endsWith("\n");
        at = to;
    }

    private void raw() {
        Openings.Found end = openings.endRaw(at);
        if (end == null) {
            throw bad("Missing end of raw directive");
        }
        stripped(source.substring(at, end.start()), end.sign(), true);
        at = end.start();
        advance(end.end());
        states.pop();
    }

    private void lineComment() {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
        lineStarting = false;
        states.pop();
    }

    private void inside(State state) {
        if (brackets.isEmpty()) {
            int end =
                    switch (state) {
                        case BLOCK ->
                                openings.signedEnd(
                                        at, options.blockEnd(), options.trimBlocks(), true);
                        case VARIABLE ->
                                openings.signedEnd(at, options.variableEnd(), false, false);
                        default -> openings.lineEnd(at);
                    };
            if (end >= 0) {
                ready.add(
                        new Token(
                                line,
                                state == State.VARIABLE ? Token.VARIABLE_END : Token.BLOCK_END,
                                source.substring(at, end)));
                advance(end);
                states.pop();
                return;
            }
        }
        Token token = words.at(at, line, file, options.newlineSequence());
        if (token == null) {
            String shown =
                    org.saltern.sls.jinja.values.Repr.quoted(
                            Character.toString(source.codePointAt(at)));
            throw bad("unexpected char " + shown + " at " + source.codePointCount(0, at));
        }
        balance(token.type());
        int start = at;
        advance(words.end());
        if (!token.is(Words.SPACE)) {
            ready.add(token);
        } else if (start == at) {
            throw new IllegalStateException("empty token");
        }
    }

    private void balance(String type) {
        switch (type) {
            case "(" -> brackets.push(')');
            case "[" -> brackets.push(']');
            case "{" -> brackets.push('}');
            case ")", "]", "}" -> {
                if (brackets.isEmpty()) {
                    throw bad("unexpected '" + type + "'");
                }
                char expected = brackets.pop();
                if (expected != type.charAt(0)) {
                    throw bad("unexpected '" + type + "', expected '" + expected + "'");
                }
            }
            default -> {}
        }
    }
}
