package org.saltern.sls.jinja.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.JinjaLimits;
import org.saltern.sls.jinja.Loader;
import org.saltern.sls.jinja.UndefinedKind;
import org.saltern.sls.jinja.filters.Filter;
import org.saltern.sls.jinja.methods.Attributes;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** One rendering of one template and all that it brings in. For one thread. */
public final class Rendering implements Run {
    private final Environment environment;
    private final Limiter limiter;
    private final Map<String, Template> templates = new HashMap<>();
    private final Map<Template, Module> modules = new IdentityHashMap<>();
    private final Map<String, Value> globals = new HashMap<>();
    private boolean autoescape;
    private Scope caller;

    public Rendering(Environment environment, JinjaLimits limits) {
        this.environment = environment;
        this.limiter = new Limiter(limits);
        this.autoescape = environment.options().autoescape();
    }

    /** The text of a template with the given variables. */
    public String render(Template template, Map<String, Value> given) {
        var out = new Out(this);
        template.render(Context.of(this, template, given), out);
        return out.text();
    }

    Value global(String name) {
        Value own = globals.get(name);
        return own != null ? own : environment.globals().get(name);
    }

    /** A template by its name. */
    Template template(Value name) {
        if (name instanceof Undefined u) {
            throw u.failure();
        } else if (name instanceof Str text) {
            return template(text.text());
        }
        throw Errors.type("a template's name is a text, not " + name.typeName());
    }

    private Template template(String name) {
        Template known = templates.get(name);
        if (known == null) {
            Loader.Source source = limiter.outside(() -> environment.find(name));
            globals.putAll(source.globals());
            known = environment.parse(source.text(), source.name());
            templates.put(name, known);
        }
        return known;
    }

    /** A template by its name, or the first that exists of several. */
    Template anyTemplate(Value name) {
        return name instanceof Str || name instanceof Undefined
                ? template(name)
                : firstTemplate(name);
    }

    /** The first template that exists. */
    Template firstTemplate(Value names) {
        if (names instanceof Undefined u) {
            throw u.failure();
        }
        if (!names.truth()) {
            throw new JinjaError(
                    "TemplatesNotFound", "Tried to select from an empty list of templates.");
        }
        var asked = new ArrayList<String>();
        for (Value name : list(names)) {
            try {
                return template(name);
            } catch (JinjaError e) {
                if (!e.isNotFound() && !e.type().equals("UndefinedError")) {
                    throw e;
                }
                asked.add(name instanceof Str s ? s.text() : e.getMessage());
            }
        }
        throw new JinjaError(
                "TemplatesNotFound",
                "none of the templates given were found: " + String.join(", ", asked));
    }

    /** An imported template, rendered once without the importer's variables. */
    Module module(Template template) {
        Module known = modules.get(template);
        if (known == null) {
            known = Module.of(this, template, Map.of());
            modules.put(template, known);
        }
        return known;
    }

    Value finalized(Value value) {
        return environment.finalizer().apply(this, value);
    }

    void escape(boolean on) {
        autoescape = on;
    }

    void prints(int characters) {
        limiter.prints(characters);
    }

    void deeper() {
        limiter.deeper();
    }

    void shallower() {
        limiter.shallower();
    }

    /** What cannot be called fails before its arguments are looked at. */
    void requireDefined(Value function) {
        if (function instanceof Undefined u && u.kind() != UndefinedKind.CHAINABLE) {
            throw u.failure();
        }
    }

    Value callFrom(Scope scope, Value function, Args args) {
        Scope before = caller;
        caller = scope;
        Value result = call(function, args);
        caller = before;
        return result;
    }

    Value filterFrom(Scope scope, String name, Args args) {
        Scope before = caller;
        caller = scope;
        Filter filter = environment.filters().get(name);
        if (filter == null) {
            throw Errors.runtime("No filter named '" + name + "' found.");
        }
        Value result = filter.apply(this, args);
        caller = before;
        return result;
    }

    boolean testFrom(Scope scope, String name, Args args) {
        Scope before = caller;
        caller = scope;
        Filter test = environment.tests().get(name);
        if (test == null) {
            throw Errors.runtime("No test named '" + name + "' found.");
        }
        boolean result = test.apply(this, args).truth();
        caller = before;
        return result;
    }

    @Override
    public void step() {
        limiter.step();
    }

    @Override
    public void makes(long characters) {
        limiter.makes(characters);
    }

    @Override
    public void makesItems(long items) {
        limiter.makesItems(items);
    }

    @Override
    public UndefinedKind undefinedKind() {
        return environment.options().undefined();
    }

    @Override
    public boolean autoescape() {
        return autoescape;
    }

    @Override
    public Value filter(String name, Args args) {
        Filter filter = environment.filters().get(name);
        if (filter == null) {
            throw Errors.runtime("No filter named '" + name + "'.");
        }
        return filter.apply(this, args);
    }

    @Override
    public boolean test(String name, Args args) {
        Filter test = environment.tests().get(name);
        if (test == null) {
            throw Errors.runtime("No test named '" + name + "'.");
        }
        return test.apply(this, args).truth();
    }

    @Override
    public boolean hasFilter(String name) {
        return environment.filters().containsKey(name);
    }

    @Override
    public boolean hasTest(String name) {
        return environment.tests().containsKey(name);
    }

    @Override
    public Value attribute(Value value, String name) {
        return Attributes.attribute(this, value, name);
    }

    @Override
    public Value item(Value value, Value key) {
        return Attributes.item(this, value, key);
    }

    @Override
    public Value call(Value function, Args args) {
        return switch (function) {
            case Undefined u -> throw u.failure();
            case Obj o -> {
                try {
                    yield o.call(this, args);
                } catch (JinjaError e) {
                    if (e.type().equals("StopIteration")) {
                        yield undefined(
                                "value was undefined because a callable raised a StopIteration"
                                        + " exception");
                    }
                    throw e;
                }
            }
            default -> throw Errors.type("'" + function.typeName() + "' object is not callable");
        };
    }

    @Override
    public Value variable(String name) {
        return caller == null ? null : caller.lookup(name);
    }

    @Override
    public DictValue variables() {
        var all = new DictValue();
        environment.globals().forEach(all::put);
        globals.forEach(all::put);
        if (caller != null) {
            caller.frame.context.all().forEach(all::put);
        }
        return all;
    }

    @Override
    public String newline() {
        return environment.options().newlineSequence();
    }

    @Override
    public Iterator<Value> each(Value value) {
        Iterator<Value> items = Iter.of(this, value);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public Value next() {
                step();
                return items.next();
            }
        };
    }

    @Override
    public List<Value> list(Value value) {
        if (value instanceof TupleValue t) {
            makesItems(t.items().size());
            return t.items();
        }
        if (value instanceof ListValue l) {
            makesItems(l.items().size());
            return new ArrayList<>(l.items());
        }
        var all = new ArrayList<Value>();
        each(value).forEachRemaining(all::add);
        return all;
    }

    @Override
    public <T> T outside(Supplier<T> work) {
        return limiter.outside(work);
    }
}
