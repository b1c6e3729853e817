package org.saltern.sls.jinja.values;

/** A function or method in Java, with a Python signature. */
public final class Fn extends Obj {
    private final Signature signature;
    private final Native body;
    private final Value self;

    private Fn(Signature signature, Native body, Value self) {
        this.signature = signature;
        this.body = body;
        this.self = self;
    }

    /** @param signature as {@link Signature#of} reads it */
    public static Fn of(String signature, Native body) {
        return new Fn(Signature.of(signature), body, null);
    }

    /** This function with its first argument given. */
    public Fn bound(Value receiver) {
        return new Fn(signature, body, receiver);
    }

    public String name() {
        return signature.function();
    }

    @Override
    public boolean isCallable() {
        return true;
    }

    @Override
    public Value call(Run run, Args args) {
        return body.run(run, signature.bind(self == null ? args : args.before(self)));
    }

    @Override
    public String typeName() {
        return self == null || name().startsWith("format")
                ? "function"
                : "builtin_function_or_method";
    }

    @Override
    public String repr() {
        return self == null
                ? "<function " + name() + ">"
                : "<built-in method " + name() + " of " + self.typeName() + " object>";
    }
}
