package org.saltern.sls.jinja.eval;

import java.util.List;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Value;

/** The statements that bring in other templates. */
public final class Imports {
    private Imports() {}

    /** {@code extends template}. */
    public static final class Extends implements Stmt {
        private final int line;
        private final Expr template;
        private int lineBefore;

        public Extends(int line, Expr template) {
            this.line = line;
            this.template = template;
        }

        @Override
        public Flow exec(Scope scope, Out out) {
            Frame frame = scope.frame;
            if (frame.extended != null) {
                frame.line = lineBefore;
                throw Errors.runtime("extended multiple times");
            }
            frame.line = line;
            Template parent = scope.run.template(template.eval(scope));
            frame.context.addBlocks(parent);
            frame.extended = parent;
            return Flow.NORMAL;
        }

        @Override
        public void check(Checks checks) {
            checks.extending(line);
            lineBefore = checks.lastLine();
            checks.mark(line);
            template.check(checks);
        }
    }

    /** {@code include template ignore missing with context}. */
    public record Include(int line, Expr template, boolean ignoreMissing, boolean withContext)
            implements Stmt {
        @Override
        public Flow exec(Scope scope, Out out) {
            scope.frame.line = line;
            Template included;
            try {
                Value name = template.eval(scope);
                included =
                        template instanceof Literals.Tuple || template instanceof Literals.Array
                                ? scope.run.firstTemplate(name)
                                : scope.run.anyTemplate(name);
            } catch (JinjaError e) {
                if (ignoreMissing && e.isNotFound()) {
                    return Flow.NORMAL;
                }
                throw e;
            }
            if (withContext) {
                var given = scope.frame.context.all();
                given.putAll(scope.locals());
                included.render(Context.of(scope.run, included, given), out);
            } else {
                out.print(scope.run.module(included).text());
            }
            return Flow.NORMAL;
        }

        @Override
        public void check(Checks checks) {
            checks.mark(line);
            template.check(checks);
        }
    }

    private static Module module(Scope scope, Expr template, boolean withContext) {
        Template imported = scope.run.template(template.eval(scope));
        if (!withContext) {
            return scope.run.module(imported);
        }
        var given = scope.frame.context.all();
        given.putAll(scope.locals());
        return Module.of(scope.run, imported, given);
    }

    private static void assign(Scope scope, String name, Value value) {
        if (scope.isTop()) {
            scope.frame.context.setImported(name, value);
        } else {
            scope.define(name, value);
        }
    }

    /** {@code import template as target}. */
    public record Import(int line, Expr template, String target, boolean withContext)
            implements Stmt {
        @Override
        public Flow exec(Scope scope, Out out) {
            scope.frame.line = line;
            assign(scope, target, module(scope, template, withContext));
            return Flow.NORMAL;
        }

        @Override
        public void check(Checks checks) {
            checks.mark(line);
            template.check(checks);
            checks.stores(target, line);
        }
    }

    /** {@code from template import a as b, c}. */
    public record From(
            int line, Expr template, List<String> names, List<String> aliases, boolean withContext)
            implements Stmt {
        public From {
            names = List.copyOf(names);
            aliases = List.copyOf(aliases);
        }

        @Override
        public Flow exec(Scope scope, Out out) {
            scope.frame.line = line;
            Module module = module(scope, template, withContext);
            for (int i = 0; i < names.size(); i++) {
                Value value = module.attribute(scope.run, names.get(i));
                assign(
                        scope,
                        aliases.get(i),
                        value != null ? value : missing(scope, module, names.get(i)));
            }
            return Flow.NORMAL;
        }

        private Value missing(Scope scope, Module module, String name) {
            return scope.run.undefined(
                    "the template "
                            + Repr.quoted(String.valueOf(module.templateName()))
                            + " (imported on "
                            + scope.frame.template.place(line)
                            + ") does not export the requested name "
                            + Repr.quoted(name));
        }

        @Override
        public void check(Checks checks) {
            checks.mark(line);
            template.check(checks);
            aliases.forEach(alias -> checks.stores(alias, line));
        }
    }
}
