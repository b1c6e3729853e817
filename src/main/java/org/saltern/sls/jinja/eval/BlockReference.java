package org.saltern.sls.jinja.eval;

import java.util.List;
import java.util.Set;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/** What {@code self.name} and {@code super} are: a block that can be called and has the one it overrides. */
final class BlockReference extends Obj {
    private final Context context;
    private final String name;
    private final int depth;

    private BlockReference(Context context, String name, int depth) {
        this.context = context;
        this.name = name;
        this.depth = depth;
    }

    /** Renders a block. */
    static void render(Context context, BlockStmt block, int depth, Out out) {
        var frame = new Frame(context, block.owner());
        frame.line = block.line();
        Scope scope = Scope.block(frame);
        if (block.reads("super")) {
            scope.define("super", parent(context, block.name(), depth));
        }
        if (block.reads("self")) {
            scope.define("self", new Self(context));
        }
        context.run().deeper();
        try {
            Statements.all(block.body(), scope, out);
        } catch (JinjaError e) {
            throw frame.at(e);
        }
        context.run().shallower();
    }

    private static Value parent(Context context, String name, int depth) {
        return depth + 1 < context.blocks(name).size()
                ? new BlockReference(context, name, depth + 1)
                : context.run().undefined("there is no parent block called '" + name + "'.");
    }

    @Override
    public Value attribute(Run run, String attribute) {
        return switch (attribute) {
            case "super" -> parent(context, name, depth);
            case "name" -> Str.of(name);
            default -> null;
        };
    }

    @Override
    public Set<String> hidden() {
        return Set.of("_context", "_stack", "_depth", "_async_call");
    }

    @Override
    public boolean isCallable() {
        return true;
    }

    @Override
    public Value call(Run run, Args args) {
        if (args.count() > 0 || !args.named().isEmpty()) {
            throw Errors.type("BlockReference.__call__() takes 1 positional argument");
        }
        List<BlockStmt> stack = context.blocks(name);
        var out = new Out(context.run());
        render(context, stack.get(depth), depth, out);
        return run.autoescape() ? Str.markup(out.text()) : Str.of(out.text());
    }

    @Override
    public String typeName() {
        return "BlockReference";
    }

    @Override
    public String qualifiedTypeName() {
        return "jinja2.runtime.BlockReference";
    }

    /** What {@code self} is: the blocks of the template by name. */
    static final class Self extends Obj {
        private final Context context;

        Self(Context context) {
            this.context = context;
        }

        @Override
        public Value item(Run run, Value key) {
            if (!(key instanceof Str name) || context.blocks(name.text()) == null) {
                throw Errors.key(key);
            }
            return new BlockReference(context, name.text(), 0);
        }

        @Override
        public Set<String> hidden() {
            return Set.of("_TemplateReference__context");
        }

        @Override
        public String typeName() {
            return "TemplateReference";
        }

        @Override
        public String qualifiedTypeName() {
            return "jinja2.runtime.TemplateReference";
        }

        @Override
        public String repr() {
            return "<TemplateReference None>";
        }
    }
}
