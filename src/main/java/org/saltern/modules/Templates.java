package org.saltern.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Renders text for functions: {@code template: jinja} of a managed file, of a command, of {@code cp.get_template}. */
@FunctionalInterface
public interface Templates {
    /** There is no renderer: every template is refused. */
    Templates NONE =
            (context, template) -> {
                throw new ModuleError.Failed(
                        "Templates of kind '" + template.engine() + "' cannot be rendered here");
            };

    /**
     * What to render.
     *
     * @param engine {@code jinja}; others are refused in words
     * @param text the template
     * @param source what the template calls itself: {@code salt://…}, a path
     * @param environment where imports are looked up
     * @param variables laid over what every template has ({@code salt}, {@code grains}, {@code pillar}, {@code opts})
     */
    record Template(
            String engine, String text, String source, String environment, ObjectNode variables) {}

    /**
     * The rendered text.
     *
     * @throws ModuleError.Failed it does not render; the words are Salt's, with line and excerpt
     */
    String render(Context context, Template template) throws IOException, InterruptedException;
}
