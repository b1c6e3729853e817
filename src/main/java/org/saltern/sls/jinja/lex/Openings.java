package org.saltern.sls.jinja.lex;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.saltern.sls.jinja.JinjaOptions;
import org.saltern.sls.jinja.values.Numbers;

/** Where tags begin and end in a template. */
final class Openings {
    /** The kinds of tags, in the order in which Jinja2 prefers them when their starts are equally long. */
    enum Kind {
        VARIABLE,
        LINE_STATEMENT,
        LINE_COMMENT,
        COMMENT,
        BLOCK,
        RAW
    }

    /** A tag's start: from where to where, and its sign, or a blank. */
    record Found(Kind kind, int start, int end, char sign) {}

    private record Rule(Kind kind, String text) {}

    private final JinjaOptions options;
    private final String source;
    private final List<Rule> rules = new ArrayList<>();

    Openings(JinjaOptions options, String source) {
        this.options = options;
        this.source = source;
        rules.add(new Rule(Kind.VARIABLE, options.variableStart()));
        if (options.lineStatementPrefix() != null) {
            rules.add(new Rule(Kind.LINE_STATEMENT, options.lineStatementPrefix()));
        }
        if (options.lineCommentPrefix() != null) {
            rules.add(new Rule(Kind.LINE_COMMENT, options.lineCommentPrefix()));
        }
        rules.add(new Rule(Kind.COMMENT, options.commentStart()));
        rules.add(new Rule(Kind.BLOCK, options.blockStart()));
        rules.sort(Comparator.comparing((Rule rule) -> -rule.text.length()));
    }

    /** The first tag from a place on; null when there is none. */
    Found from(int from) {
        for (int at = from; at < source.length(); at++) {
            Found raw = raw(at, "raw", false);
            if (raw != null) {
                return raw;
            }
            for (Rule rule : rules) {
                int end = matches(rule, at);
                if (end >= 0) {
                    return signed(rule.kind, at, end);
                }
            }
        }
        return null;
    }

    private Found signed(Kind kind, int start, int end) {
        char sign = end < source.length() ? source.charAt(end) : 0;
        return sign == '-' || sign == '+'
                ? new Found(kind, start, end + 1, sign)
                : new Found(kind, start, end, ' ');
    }

    private int matches(Rule rule, int at) {
        int start = at;
        if (rule.kind == Kind.LINE_STATEMENT) {
            if (at > 0 && source.charAt(at - 1) != '\n') {
                return -1;
            }
            while (start < source.length() && " \t\u000b".indexOf(source.charAt(start)) >= 0) {
                start++;
            }
        } else if (rule.kind == Kind.LINE_COMMENT) {
            if (at > 0 && source.charAt(at - 1) != '\n' && Numbers.isSpace(source.charAt(at - 1))) {
                return -1;
            }
            while (start < source.length()
                    && Numbers.isSpace(source.charAt(start))
                    && source.charAt(start) != '\n') {
                start++;
            }
        }
        return source.startsWith(rule.text, start) ? start + rule.text.length() : -1;
    }

    /** A raw tag that begins here, up to behind its end; null when none does. */
    private Found raw(int at, String word, boolean trims) {
        if (!source.startsWith(options.blockStart(), at)) {
            return null;
        }
        Found start = signed(Kind.RAW, at, at + options.blockStart().length());
        int name = space(start.end);
        if (!source.startsWith(word, name)) {
            return null;
        }
        int end = space(name + word.length());
        int after = signedEnd(end, options.blockEnd(), trims && options.trimBlocks(), trims);
        return after < 0 ? null : new Found(Kind.RAW, at, after, start.sign);
    }

    /** The tag that ends a raw block; null when there is none. */
    Found endRaw(int from) {
        for (int at = from; at < source.length(); at++) {
            Found found = raw(at, "endraw", true);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private int space(int from) {
        int at = from;
        while (at < source.length() && Numbers.isSpace(source.charAt(at))) {
            at++;
        }
        return at;
    }

    /**
     * The place behind an end tag that stands here, its sign before it; -1 when none does.
     *
     * @param trims whether one line feed behind it is taken as well
     * @param plus whether a plus may stand before it
     */
    int signedEnd(int at, String end, boolean trims, boolean plus) {
        if (source.startsWith(end, at + 1) && at < source.length()) {
            if (plus && source.charAt(at) == '+') {
                return at + 1 + end.length();
            } else if (source.charAt(at) == '-') {
                return space(at + 1 + end.length());
            }
        }
        if (!source.startsWith(end, at)) {
            return -1;
        }
        int after = at + end.length();
        return trims && source.startsWith("\n", after) ? after + 1 : after;
    }

    /** Where an end tag of a comment stands, its sign included; -1 when nowhere. */
    int closing(int from, String end) {
        for (int at = from; at < source.length(); at++) {
            if (signedEnd(at, end, false, true) >= 0) {
                return at;
            }
        }
        return -1;
    }

    int afterClosing(int at, String end, boolean trims) {
        return signedEnd(at, end, trims, true);
    }

    /** The place behind the end of a line statement, with the blank lines that follow; -1 when more of it comes. */
    int lineEnd(int from) {
        int end = space(from);
        if (end == source.length()) {
            return end;
        }
        for (int at = end - 1; at >= from; at--) {
            if (source.charAt(at) == '\n') {
                return at + 1;
            }
        }
        return -1;
    }
}
