package org.saltern.sls.jinja.values;

/** A text; when {@code markup}, one that is safe in HTML (MarkupSafe's {@code Markup}, a kind of {@code str}). */
public final class Str implements Value {
    public static final Str EMPTY = new Str("", false);

    private final String text;
    private final boolean markup;

    private Str(String text, boolean markup) {
        this.text = text;
        this.markup = markup;
    }

    public static Str of(String text) {
        return text.isEmpty() ? EMPTY : new Str(text, false);
    }

    /** Text that is safe in HTML. */
    public static Str markup(String text) {
        return new Str(text, true);
    }

    /** Text of the same kind as this. */
    public Str like(String other) {
        return markup ? markup(other) : of(other);
    }

    public String text() {
        return text;
    }

    public boolean isMarkup() {
        return markup;
    }

    /** Length in code points, as Python counts. */
    public int length() {
        return text.codePointCount(0, text.length());
    }

    @Override
    public String typeName() {
        return markup ? "Markup" : "str";
    }

    @Override
    public boolean truth() {
        return !text.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Str s && text.equals(s.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
