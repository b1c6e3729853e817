package org.saltern.sls.jinja.lex;

import java.util.Map;
import org.saltern.sls.jinja.values.Value;

/**
 * A piece of a template.
 *
 * @param type Jinja2's name for the kind of token; that of an operator is the operator itself
 * @param value the text: of data the text to print, of a name or string its characters
 * @param number the number of an integer or a float; else null
 */
public record Token(int line, String type, String value, Value number) {
    public static final String DATA = "data";
    public static final String BLOCK_BEGIN = "block_begin";
    public static final String BLOCK_END = "block_end";
    public static final String VARIABLE_BEGIN = "variable_begin";
    public static final String VARIABLE_END = "variable_end";
    public static final String NAME = "name";
    public static final String STRING = "string";
    public static final String INTEGER = "integer";
    public static final String FLOAT = "float";
    public static final String EOF = "eof";

    private static final Map<String, String> WORDS =
            Map.of(
                    BLOCK_BEGIN, "begin of statement block",
                    BLOCK_END, "end of statement block",
                    VARIABLE_BEGIN, "begin of print statement",
                    VARIABLE_END, "end of print statement",
                    DATA, "template data / text",
                    EOF, "end of template");

    Token(int line, String type, String value) {
        this(line, type, value, null);
    }

    /** Whether this is the name. */
    public boolean isName(String name) {
        return type.equals(NAME) && value.equals(name);
    }

    public boolean is(String kind) {
        return type.equals(kind);
    }

    /** What messages call this token. */
    public String described() {
        return type.equals(NAME) ? value : described(type);
    }

    /** What messages call a kind of token. */
    public static String described(String type) {
        return WORDS.getOrDefault(type, type);
    }
}
