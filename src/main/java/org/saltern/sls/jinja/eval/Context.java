package org.saltern.sls.jinja.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.sls.jinja.values.Value;

/** The variables and blocks of one rendered template; a template and those it extends share one. */
final class Context {
    private final Rendering run;
    private final Map<String, Value> given;
    private final Map<String, Value> vars = new LinkedHashMap<>();
    private final Set<String> exported = new LinkedHashSet<>();
    private final Map<String, List<BlockStmt>> blocks;

    private Context(Rendering run, Map<String, Value> given, Map<String, List<BlockStmt>> blocks) {
        this.run = run;
        this.given = given;
        this.blocks = blocks;
    }

    /** A context for a template. */
    static Context of(Rendering run, Template template, Map<String, Value> given) {
        Map<String, List<BlockStmt>> blocks = new LinkedHashMap<>();
        var context = new Context(run, given, blocks);
        context.addBlocks(template);
        return context;
    }

    /** A context that sees what this one sees and the given names, for a scoped block. */
    Context derived(Map<String, Value> locals) {
        var all = all();
        all.putAll(locals);
        return new Context(run, all, blocks);
    }

    Rendering run() {
        return run;
    }

    void addBlocks(Template template) {
        template.blocks()
                .forEach(
                        (name, block) ->
                                blocks.computeIfAbsent(name, n -> new ArrayList<>()).add(block));
    }

    /** The blocks of a name, the most derived first; null when there is none. */
    List<BlockStmt> blocks(String name) {
        return blocks.get(name);
    }

    Value resolve(String name) {
        Value value = vars.get(name);
        return value != null ? value : inherited(name);
    }

    private Value inherited(String name) {
        Value value = given.get(name);
        return value != null ? value : run.global(name);
    }

    void set(String name, Value value) {
        vars.put(name, value);
        if (!name.startsWith("_")) {
            exported.add(name);
        }
    }

    /** Sets a name that an import brought: it is not passed on. */
    void setImported(String name, Value value) {
        vars.put(name, value);
        exported.remove(name);
    }

    /** What importers of the template see. */
    Map<String, Value> exported() {
        var all = new LinkedHashMap<String, Value>();
        exported.forEach(name -> all.put(name, vars.get(name)));
        return all;
    }

    /** All variables but the globals. */
    Map<String, Value> all() {
        var all = new LinkedHashMap<>(given);
        all.putAll(vars);
        return all;
    }
}
