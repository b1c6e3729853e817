package org.saltern.sls.jinja.eval;

import java.util.List;
import java.util.stream.Stream;

/** Which expressions Jinja2 computes when it compiles a template; that shows in a few places. */
final class Constants {
    private Constants() {}

    static boolean is(Expr expr) {
        return switch (expr) {
            case Literals.Const ignored -> true;
            case Literals.Tuple t -> all(t.items());
            case Literals.Array a -> all(a.items());
            case Literals.Dict d -> all(d.keys()) && all(d.values());
            case Operations.Binary b -> is(b.left()) && is(b.right());
            case Operations.Logic l -> is(l.left()) && is(l.right());
            case Operations.Sign s -> is(s.of());
            case Operations.Not n -> is(n.of());
            case Operations.Comparison c -> is(c.first()) && all(c.others());
            case Operations.Concat c -> all(c.parts());
            case Operations.Cond c ->
                    c.otherwise() != null && is(c.test()) && is(c.then()) && is(c.otherwise());
            case Access.Attribute a -> is(a.of());
            case Access.Item i -> is(i.of()) && is(i.key());
            case Access.Slice s ->
                    Stream.of(s.start(), s.stop(), s.step())
                            .allMatch(part -> part == null || is(part));
            case Calls.FilterCall f -> f.of() != null && is(f.of()) && all(f.arguments());
            case Calls.TestCall t -> is(t.of()) && all(t.arguments());
            default -> false;
        };
    }

    private static boolean all(List<Expr> parts) {
        return parts.stream().allMatch(Constants::is);
    }

    private static boolean all(Calls.Arguments arguments) {
        return all(arguments.positional())
                && all(arguments.named())
                && arguments.rest() == null
                && arguments.more() == null;
    }
}
