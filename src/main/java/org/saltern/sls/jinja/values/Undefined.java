package org.saltern.sls.jinja.values;

import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.UndefinedKind;

/** What stands for something that is not there. Which uses of it are errors depends on its kind. */
public final class Undefined implements Value {
    private final UndefinedKind kind;
    private final String hint;
    private final Value owner;
    private final Value name;
    private final String error;

    private Undefined(UndefinedKind kind, String hint, Value owner, Value name, String error) {
        this.kind = kind;
        this.hint = hint;
        this.owner = owner;
        this.name = name;
        this.error = error;
    }

    /** A variable that nobody defined. */
    public static Undefined variable(UndefinedKind kind, String name) {
        return new Undefined(kind, null, null, Str.of(name), "UndefinedError");
    }

    /** An attribute or element that a value does not have. */
    public static Undefined of(UndefinedKind kind, Value owner, Value name) {
        return new Undefined(kind, null, owner, name, "UndefinedError");
    }

    /** Something missing for a reason that is given in words. */
    public static Undefined because(UndefinedKind kind, String hint) {
        return new Undefined(kind, hint, null, null, "UndefinedError");
    }

    /** Something that exists but is not reachable from templates. */
    public static Undefined unsafe(UndefinedKind kind, Value owner, String attribute) {
        return new Undefined(
                kind,
                "access to attribute "
                        + Repr.repr(Str.of(attribute))
                        + " of '"
                        + owner.typeName()
                        + "' object is unsafe.",
                owner,
                Str.of(attribute),
                "SecurityError");
    }

    public UndefinedKind kind() {
        return kind;
    }

    /** The error of using this. */
    public JinjaError failure() {
        return new JinjaError(error, message());
    }

    private String message() {
        if (hint != null && !hint.isEmpty()) {
            return hint;
        } else if (owner == null) {
            return (name == null ? "None" : Repr.repr(name)) + " is undefined";
        } else if (name instanceof Str) {
            return Repr.quoted(ownerType()) + " has no attribute " + Repr.repr(name);
        }
        return ownerType() + " has no element " + Repr.repr(name);
    }

    /** The owner's type as Jinja2 names it, with its module where it is no built-in one. */
    private String ownerType() {
        return switch (owner) {
            case None ignored -> "None";
            case Str s when s.isMarkup() -> "markupsafe.Markup object";
            case DictValue d when d.kind() == DictValue.Kind.ORDERED ->
                    "collections.OrderedDict object";
            case DictValue d when d.kind() == DictValue.Kind.PRINTABLE ->
                    "salt.utils.jinja.PrintableDict object";
            case TupleValue t when !t.names().isEmpty() -> "jinja2.filters._GroupTuple object";
            case Undefined u -> "jinja2.runtime." + u.typeName() + " object";
            case Obj obj -> obj.qualifiedTypeName() + " object";
            default -> owner.typeName() + " object";
        };
    }

    /** What it prints as; an error when strict. */
    public String text() {
        return switch (kind) {
            case STRICT -> throw failure();
            case DEBUG -> debugText();
            default -> "";
        };
    }

    private String debugText() {
        String words;
        if (hint != null && !hint.isEmpty()) {
            words = "undefined value printed: " + hint;
        } else if (owner == null) {
            words = name == null ? "None" : Repr.str(name);
        } else {
            words = "no such element: " + ownerType() + "[" + Repr.repr(name) + "]";
        }
        return "{{ " + words + " }}";
    }

    /** Fails when strict: such a value can be neither compared, counted nor tested. */
    public void use() {
        if (kind == UndefinedKind.STRICT) {
            throw failure();
        }
    }

    @Override
    public String typeName() {
        return switch (kind) {
            case STRICT -> "StrictUndefined";
            case DEBUG -> "DebugUndefined";
            case CHAINABLE -> "ChainableUndefined";
            case DEFAULT -> "Undefined";
        };
    }

    @Override
    public boolean truth() {
        use();
        return false;
    }

    /** All undefined values of one kind are equal. */
    @Override
    public boolean equals(Object other) {
        use();
        return other instanceof Undefined u && u.kind == kind;
    }

    @Override
    public int hashCode() {
        use();
        return kind.hashCode();
    }
}
