package org.saltern.sls.jinja.values;

/** Which values can be keys. */
public final class Hashing {
    private Hashing() {}

    /** The value itself; a {@code TypeError} when it, or something in it, has no hash. */
    public static Value checked(Value key) {
        int unused = key.hashCode();
        return key;
    }

    /** Whether the value is an instance of {@code collections.abc.Hashable}: a tuple is, whatever it holds. */
    public static boolean isHashable(Value value) {
        return switch (value) {
            case ListValue ignored -> false;
            case DictValue ignored -> false;
            case SetValue set -> set.isFrozen();
            case Obj obj -> !(obj instanceof DictView);
            default -> true;
        };
    }
}
