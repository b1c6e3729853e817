package org.saltern.sls;

/** An SLS that does not render, in Salt's words. */
public final class SlsFault extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean foreseen;
    private final String type;
    private final int line;
    private final int column;
    private final String made;

    private SlsFault(
            boolean foreseen,
            String type,
            String text,
            int line,
            int column,
            String made,
            Throwable cause) {
        super(text, cause);
        this.foreseen = foreseen;
        this.type = type;
        this.line = line;
        this.column = column;
        this.made = made;
    }

    /** The same with its column, from 1, in what the template made. */
    SlsFault in(String template, int where) {
        String words = getMessage();
        return new SlsFault(foreseen, type, words, line, where, template, getCause());
    }

    /** A {@code SaltRenderError}: the author's mistake, told with its place. @param line 0 when it is not known */
    public static SlsFault render(String text, int line, Throwable cause) {
        return new SlsFault(true, "salt.exceptions.SaltRenderError", text, line, 0, null, cause);
    }

    /**
     * Any other exception of a renderer; Salt shows its traceback.
     *
     * @param type Python's full name of its class
     */
    public static SlsFault other(String type, String text, int line, Throwable cause) {
        return new SlsFault(false, type, text, line, 0, null, cause);
    }

    /** Python's full name of the exception's class. */
    public String type() {
        return type;
    }

    /** Line in the file or in what the template made; 0 when it is not known. */
    public int line() {
        return line;
    }

    /** Column there, from 1; 0 when it is not known. */
    public int column() {
        return column;
    }

    /** The text that the line counts in, when it is what the template made; null when it is the file. */
    String made() {
        return made;
    }

    /** The sentence that a state run answers. */
    String sentence(String environment, String sls) {
        if (foreseen) {
            return "Rendering SLS '" + environment + ":" + sls + "' failed: " + getMessage();
        }
        return "Rendering SLS "
                + sls
                + " failed, render error: "
                + getMessage()
                + "\nTraceback (most recent call last):\n"
                + type
                + ": "
                + getMessage()
                + "\n";
    }
}
