package org.saltern.sls.jinja.eval;

import java.util.Map;
import java.util.Set;
import org.saltern.sls.jinja.values.Markup;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Value;

/** An imported template: what it exports, and what it printed. */
public final class Module extends Obj implements Markup.Html {
    private final String name;
    private final Map<String, Value> exported;
    private final String text;

    private Module(String name, Map<String, Value> exported, String text) {
        this.name = name;
        this.exported = exported;
        this.text = text;
    }

    static Module of(Rendering run, Template template, Map<String, Value> given) {
        Context context = Context.of(run, template, given);
        var out = new Out(run);
        template.render(context, out);
        return new Module(template.name(), context.exported(), out.text());
    }

    String templateName() {
        return name;
    }

    @Override
    public Value attribute(Run run, String attribute) {
        return exported.get(attribute);
    }

    @Override
    public Set<String> hidden() {
        return Set.of("_body_stream");
    }

    @Override
    public String typeName() {
        return "TemplateModule";
    }

    @Override
    public String qualifiedTypeName() {
        return "jinja2.environment.TemplateModule";
    }

    @Override
    public String repr() {
        return "<TemplateModule " + Repr.quoted(String.valueOf(name)) + ">";
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String html() {
        return text;
    }
}
