package org.saltern.sls.jinja.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** A macro that can be called; it sees the names where it was defined. */
final class Macro extends Obj {
    private final MacroStmt code;
    private final Scope home;
    private final boolean escapes;

    Macro(MacroStmt code, Scope home) {
        this.code = code;
        this.home = home;
        this.escapes = home.run.autoescape();
    }

    @Override
    public boolean isCallable() {
        return true;
    }

    @Override
    public Value call(Run run, Args args) {
        Rendering rendering = home.run;
        var frame = new Frame(home.frame.context, home.frame.template);
        frame.line = code.line();
        Scope scope = home.function(frame);
        Map<String, Value> named = new LinkedHashMap<>(args.named());
        Value[] given = given(args, named);
        special(rendering, scope, args, named);
        boolean markup = run.autoescape();
        rendering.deeper();
        rendering.escape(escapes);
        String text;
        try {
            bind(rendering, scope, given);
            text = Statements.caught(code.body(), scope);
        } catch (JinjaError e) {
            throw frame.at(e);
        }
        rendering.escape(markup);
        rendering.shallower();
        return markup ? Str.markup(text) : Str.of(text);
    }

    /** The value of each parameter, null where none was given; takes them out of the named arguments. */
    private Value[] given(Args args, Map<String, Value> named) {
        List<Target.Variable> params = code.params();
        var given = new Value[params.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = i < args.count() ? args.get(i) : named.remove(params.get(i).name());
        }
        return given;
    }

    private void special(Rendering run, Scope scope, Args args, Map<String, Value> named) {
        if (code.takesCaller()
                && code.params().stream().noneMatch(p -> p.name().equals("caller"))) {
            Value caller = named.remove("caller");
            scope.define(
                    "caller",
                    caller != null && caller != None.NONE
                            ? caller
                            : run.undefined("No caller defined"));
        }
        if (code.takesKwargs()) {
            var kwargs = new DictValue();
            named.forEach(kwargs::put);
            scope.define("kwargs", kwargs);
        } else if (!named.isEmpty()) {
            throw Errors.type(
                    named.containsKey("caller")
                            ? "macro "
                                    + shownName()
                                    + " was invoked with two values for the special caller argument. This is most"
                                    + " likely a bug."
                            : "macro "
                                    + shownName()
                                    + " takes no keyword argument "
                                    + Repr.quoted(named.keySet().iterator().next()));
        }
        int count = code.params().size();
        if (code.takesVarargs()) {
            scope.define("varargs", new TupleValue(args.rest(count).positional()));
        } else if (args.count() > count) {
            throw Errors.type(
                    "macro " + shownName() + " takes not more than " + count + " argument(s)");
        }
    }

    private String shownName() {
        return code.name() == null ? "None" : Repr.quoted(code.name());
    }

    /** Sets the parameters; a default sees those before it, and of those after it only what was given. */
    private void bind(Rendering run, Scope scope, Value[] given) {
        for (int i = 0; i < given.length; i++) {
            String name = code.params().get(i).name();
            scope.define(
                    name,
                    given[i] != null ? given[i] : Undefined.variable(run.undefinedKind(), name));
        }
        for (int i = 0; i < given.length; i++) {
            if (given[i] == null) {
                String name = code.params().get(i).name();
                Expr fallback = code.fallback(i);
                scope.define(
                        name,
                        fallback != null
                                ? fallback.eval(scope)
                                : run.undefined(
                                        "parameter " + Repr.quoted(name) + " was not provided"));
            }
        }
    }

    @Override
    public Value attribute(Run run, String name) {
        return switch (name) {
            case "name" -> code.name() == null ? None.NONE : Str.of(code.name());
            case "arguments" ->
                    new TupleValue(
                            code.params().stream().map(p -> (Value) Str.of(p.name())).toList());
            case "catch_kwargs" -> Bool.of(code.takesKwargs());
            case "catch_varargs" -> Bool.of(code.takesVarargs());
            case "caller" -> Bool.of(code.takesCaller());
            case "explicit_caller" ->
                    Bool.of(code.params().stream().anyMatch(p -> p.name().equals("caller")));
            default -> null;
        };
    }

    @Override
    public Set<String> hidden() {
        return Set.of(
                "_environment",
                "_func",
                "_argument_count",
                "_default_autoescape",
                "_invoke",
                "_async_invoke");
    }

    @Override
    public String typeName() {
        return "Macro";
    }

    @Override
    public String qualifiedTypeName() {
        return "jinja2.runtime.Macro";
    }

    @Override
    public String repr() {
        return "<Macro " + (code.name() == null ? "anonymous" : Repr.quoted(code.name())) + ">";
    }
}
