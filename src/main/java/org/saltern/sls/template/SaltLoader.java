package org.saltern.sls.template;

import java.util.Set;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** The variable {@code salt}: functions by their whole names, or by module and name. */
final class SaltLoader extends Obj {
    private final SaltCalls calls;

    SaltLoader(SaltCalls calls) {
        this.calls = calls;
    }

    @Override
    public Value item(Run run, Value key) {
        if (key instanceof Str name && calls.has(name.text())) {
            return new Function(calls, name.text());
        }
        throw Errors.key(key);
    }

    @Override
    public Value attribute(Run run, String name) {
        return !name.startsWith("_") && calls.hasModule(name) ? new Module(name) : null;
    }

    @Override
    public boolean contains(Run run, Value item) {
        return item instanceof Str name && calls.has(name.text());
    }

    @Override
    public Set<String> hidden() {
        return Set.of("wrapped");
    }

    @Override
    public String typeName() {
        return "AliasedLoader";
    }

    @Override
    public String qualifiedTypeName() {
        return "salt.utils.templates.AliasedLoader";
    }

    /** One module: {@code salt.mod}. */
    private final class Module extends Obj {
        private final String module;

        Module(String module) {
            this.module = module;
        }

        @Override
        public Value attribute(Run run, String name) {
            String function = module + "." + name;
            return calls.has(function) ? new Function(calls, function) : null;
        }

        @Override
        public String typeName() {
            return "LoadedMod";
        }

        @Override
        public String qualifiedTypeName() {
            return "salt.loader.lazy.LoadedMod";
        }
    }

    /** One function. */
    private static final class Function extends Obj {
        private final SaltCalls calls;
        private final String name;

        Function(SaltCalls calls, String name) {
            this.calls = calls;
            this.name = name;
        }

        @Override
        public boolean isCallable() {
            return true;
        }

        @Override
        public Value call(Run run, Args args) {
            return run.outside(
                    () -> {
                        try {
                            return JsonValues.of(calls.call(name, args.positional(), args.named()));
                        } catch (SaltCallError e) {
                            throw new JinjaError(e.type(), e.getMessage(), e);
                        }
                    });
        }

        @Override
        public String typeName() {
            return "LoadedFunc";
        }

        @Override
        public String repr() {
            return "<LoadedFunc name='" + name + "'>";
        }
    }
}
