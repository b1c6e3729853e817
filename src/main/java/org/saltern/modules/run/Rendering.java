package org.saltern.modules.run;

import org.saltern.modules.Templates;

/** Renderers for functions. */
public final class Rendering {
    private Rendering() {}

    /** Renders {@code template: jinja} with the functions, grains, pillar and options of the context it is asked in. */
    public static Templates templates() {
        return JinjaEngine.templates();
    }
}
