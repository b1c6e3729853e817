package org.saltern.sls.jinja;

/**
 * Options of a Jinja2 environment; names and defaults are Jinja2's.
 *
 * @param lineStatementPrefix null for none
 * @param lineCommentPrefix null for none
 * @param newlineSequence {@code \n}, {@code \r\n} or {@code \r}
 */
public record JinjaOptions(
        String blockStart,
        String blockEnd,
        String variableStart,
        String variableEnd,
        String commentStart,
        String commentEnd,
        String lineStatementPrefix,
        String lineCommentPrefix,
        boolean trimBlocks,
        boolean lstripBlocks,
        String newlineSequence,
        boolean keepTrailingNewline,
        boolean autoescape,
        UndefinedKind undefined) {
    /** Jinja2's defaults, with strict undefined. */
    public static final JinjaOptions DEFAULTS =
            new JinjaOptions(
                    "{%",
                    "%}",
                    "{{",
                    "}}",
                    "{#",
                    "#}",
                    null,
                    null,
                    false,
                    false,
                    "\n",
                    false,
                    false,
                    UndefinedKind.STRICT);

    /**
     * These options with one changed.
     *
     * @param name Jinja2's name, for example {@code trim_blocks}, or {@code undefined} with {@code strict}, {@code default},
     *     {@code chainable} or {@code debug}
     * @param value a Boolean, a String or null
     * @throws IllegalArgumentException no such option, or not its kind of value
     */
    public JinjaOptions with(String name, Object value) {
        return switch (name) {
            case "block_start_string" ->
                    copy(
                            text(name, value),
                            blockEnd,
                            variableStart,
                            variableEnd,
                            commentStart,
                            commentEnd);
            case "block_end_string" ->
                    copy(
                            blockStart,
                            text(name, value),
                            variableStart,
                            variableEnd,
                            commentStart,
                            commentEnd);
            case "variable_start_string" ->
                    copy(
                            blockStart,
                            blockEnd,
                            text(name, value),
                            variableEnd,
                            commentStart,
                            commentEnd);
            case "variable_end_string" ->
                    copy(
                            blockStart,
                            blockEnd,
                            variableStart,
                            text(name, value),
                            commentStart,
                            commentEnd);
            case "comment_start_string" ->
                    copy(
                            blockStart,
                            blockEnd,
                            variableStart,
                            variableEnd,
                            text(name, value),
                            commentEnd);
            case "comment_end_string" ->
                    copy(
                            blockStart,
                            blockEnd,
                            variableStart,
                            variableEnd,
                            commentStart,
                            text(name, value));
            case "line_statement_prefix" ->
                    lines(value == null ? null : text(name, value), lineCommentPrefix);
            case "line_comment_prefix" ->
                    lines(lineStatementPrefix, value == null ? null : text(name, value));
            case "newline_sequence" ->
                    space(trimBlocks, lstripBlocks, text(name, value), keepTrailingNewline);
            case "trim_blocks" ->
                    space(flag(name, value), lstripBlocks, newlineSequence, keepTrailingNewline);
            case "lstrip_blocks" ->
                    space(trimBlocks, flag(name, value), newlineSequence, keepTrailingNewline);
            case "keep_trailing_newline" ->
                    space(trimBlocks, lstripBlocks, newlineSequence, flag(name, value));
            case "autoescape" -> kinds(flag(name, value), undefined);
            case "undefined" ->
                    kinds(
                            autoescape,
                            UndefinedKind.valueOf(
                                    text(name, value).toUpperCase(java.util.Locale.ROOT)));
            default -> throw new IllegalArgumentException("No such Jinja option: " + name);
        };
    }

    private static String text(String name, Object value) {
        if (value instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException("The Jinja option " + name + " needs a text");
    }

    private static boolean flag(String name, Object value) {
        if (value instanceof Boolean on) {
            return on;
        }
        throw new IllegalArgumentException("The Jinja option " + name + " needs true or false");
    }

    private JinjaOptions copy(String bs, String be, String vs, String ve, String cs, String ce) {
        return new JinjaOptions(
                bs,
                be,
                vs,
                ve,
                cs,
                ce,
                lineStatementPrefix,
                lineCommentPrefix,
                trimBlocks,
                lstripBlocks,
                newlineSequence,
                keepTrailingNewline,
                autoescape,
                undefined);
    }

    private JinjaOptions lines(String statement, String comment) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                statement,
                comment,
                trimBlocks,
                lstripBlocks,
                newlineSequence,
                keepTrailingNewline,
                autoescape,
                undefined);
    }

    private JinjaOptions space(boolean trim, boolean lstrip, String newline, boolean keep) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                lineStatementPrefix,
                lineCommentPrefix,
                trim,
                lstrip,
                newline,
                keep,
                autoescape,
                undefined);
    }

    private JinjaOptions kinds(boolean escape, UndefinedKind kind) {
        return new JinjaOptions(
                blockStart,
                blockEnd,
                variableStart,
                variableEnd,
                commentStart,
                commentEnd,
                lineStatementPrefix,
                lineCommentPrefix,
                trimBlocks,
                lstripBlocks,
                newlineSequence,
                keepTrailingNewline,
                escape,
                kind);
    }
}
