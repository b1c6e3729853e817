package org.saltern.base;

/**
 * A minion id, which is also the host name Saltern shows. Upstream allows anything that is a file name; so does this
 * record: 1 to 253 characters, no '/', '\' or NUL, and not "." or "..". Doors may be stricter.
 *
 * @param value the id as the minion sends it, never null
 */
public record HostId(String value) implements Comparable<HostId> {
    /** The longest id in UTF-16 units. */
    public static final int LONGEST = 253;

    public HostId {
        if (!isValid(value)) {
            throw new Problem.BadInput(
                    Problem.text("Not a minion id: '{0}'", Problem.shown(value)),
                    "minion id",
                    Problem.text(
                            "Use the id that the minion prints at start: 1 to 253 characters,"
                                    + " without '/', '\\' or NUL."));
        }
    }

    /** Whether a text can be a minion id at all. */
    public static boolean isValid(String value) {
        return !value.isBlank()
                && value.length() <= LONGEST
                && !value.equals(".")
                && !value.equals("..")
                && !hasForbidden(value);
    }

    private static boolean hasForbidden(String value) {
        return value.indexOf('/') >= 0 || value.indexOf('\\') >= 0 || value.indexOf('\0') >= 0;
    }

    @Override
    public int compareTo(HostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
