package org.saltern.sls.template;

import org.saltern.sls.jinja.JinjaLimits;

/** Renders templates as Salt's {@code jinja} renderer does. Immutable and thread-safe. */
public final class SaltTemplates {
    private final JinjaLimits limits;

    public SaltTemplates(JinjaLimits limits) {
        this.limits = limits;
    }

    /**
     * Renders a template. The options {@code jinja_env}, {@code jinja_sls_env}, {@code allow_undefined},
     * {@code jinja_trim_blocks} and {@code jinja_lstrip_blocks} are read from the context's {@code opts}.
     *
     * @throws RenderError it is no template, or a part of it failed; in Salt's words
     */
    public String render(String text, Place place, SaltContext context) {
        throw new UnsupportedOperationException("not built yet " + limits);
    }
}
