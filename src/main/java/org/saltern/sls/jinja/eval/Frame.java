package org.saltern.sls.jinja.eval;

import org.saltern.sls.jinja.JinjaError;

/** One function of a template while it runs (its body, a block, a macro): where errors are said to happen. */
final class Frame {
    final Context context;
    final Template template;
    int line = 1;

    /** The template that this one extends, once it does. */
    Template extended;

    Frame(Context context, Template template) {
        this.context = context;
        this.template = template;
    }

    JinjaError at(JinjaError error) {
        return error.at(template.name(), line);
    }
}
