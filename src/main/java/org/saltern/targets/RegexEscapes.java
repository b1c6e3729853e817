package org.saltern.targets;

import org.saltern.base.Problem;

/** The escapes, sets and anchors of Python's regular expressions. */
final class RegexEscapes {
    private static final CodePoints DIGIT = Character::isDigit;
    private static final CodePoints WORD =
            c -> Character.isLetterOrDigit(c) || c == '_' || isNumber(c);
    private static final CodePoints SPACE =
            c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;

    private final RegexSource in;

    RegexEscapes(RegexSource in) {
        this.in = in;
    }

    private static boolean isNumber(int c) {
        int type = Character.getType(c);
        return type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER;
    }

    static boolean start(int[] text, int at) {
        return at == 0;
    }

    static boolean end(int[] text, int at) {
        return at == text.length;
    }

    static boolean lineStart(int[] text, int at) {
        return at == 0 || text[at - 1] == '\n';
    }

    static boolean lineEnd(int[] text, int at) {
        return at == text.length || text[at] == '\n';
    }

    /** Where {@code $} matches: at the end, and before a line feed that ends the text. */
    static boolean endOrLastLine(int[] text, int at) {
        return at == text.length || at == text.length - 1 && text[at] == '\n';
    }

    private static boolean edge(int[] text, int at) {
        boolean before = at > 0 && WORD.has(text[at - 1]);
        boolean after = at < text.length && WORD.has(text[at]);
        return before != after;
    }

    /** The anchor after a backslash, taken; null when what follows is none. */
    RegexNode.Anchor.Property anchor() {
        RegexNode.Anchor.Property anchor =
                switch (in.peek()) {
                    case 'A' -> RegexEscapes::start;
                    case 'Z' -> RegexEscapes::end;
                    case 'b' -> RegexEscapes::edge;
                    case 'B' -> (text, at) -> text.length > 0 && !edge(text, at);
                    default -> null;
                };
        if (anchor != null) {
            in.next();
        }
        return anchor;
    }

    /** The character or class after a backslash. */
    CodePoints one() {
        int c = in.next();
        CodePoints kind =
                switch (c) {
                    case 'd' -> DIGIT;
                    case 'D' -> DIGIT.not();
                    case 'w' -> WORD;
                    case 'W' -> WORD.not();
                    case 's' -> SPACE;
                    case 'S' -> SPACE.not();
                    default -> null;
                };
        if (kind != null) {
            return kind;
        }
        int plain = plain(c);
        return CodePoints.range(plain, plain);
    }

    private int plain(int c) {
        return switch (c) {
            case 'a' -> 0x07;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            case 'x' -> in.digits(2, 16);
            case 'u' -> in.digits(4, 16);
            case 'U' -> in.digits(8, 16);
            case '0' -> octal();
            default -> {
                if (c < 128 && Character.isLetterOrDigit(c)) {
                    throw in.bad(Problem.text("the unknown escape \\{0}", (char) c));
                }
                yield c;
            }
        };
    }

    private int octal() {
        int value = 0;
        for (int i = 0; i < 2 && in.peek() >= '0' && in.peek() <= '7'; i++) {
            value = value * 8 + (in.next() - '0');
        }
        return value;
    }

    /** A set, after its opening bracket. A ']' that comes first is a member. */
    CodePoints set(boolean ignoreCase) {
        boolean negated = in.take('^');
        CodePoints set = CodePoints.NONE;
        boolean first = true;
        while (first || in.peek() != ']') {
            first = false;
            set = set.or(member());
        }
        in.next();
        CodePoints all = ignoreCase ? set.ignoringCase() : set;
        return negated ? all.not() : all;
    }

    private CodePoints member() {
        int low = single();
        if (low < 0) {
            return one();
        }
        int mark = in.at();
        if (in.take('-') && in.peek() != ']') {
            int high = single();
            if (high < low) {
                throw in.bad(Problem.text("a range that is no range of characters"));
            }
            return CodePoints.range(low, high);
        }
        in.back(mark);
        return CodePoints.range(low, low);
    }

    /** The next single character of a set; -1, with the backslash taken, when a class such as \d follows. */
    private int single() {
        int c = in.next();
        if (c != '\\') {
            return c;
        } else if ("dDwWsS".indexOf(in.peek()) >= 0) {
            return -1;
        }
        int escaped = in.next();
        return escaped == 'b' ? '\b' : plain(escaped);
    }
}
