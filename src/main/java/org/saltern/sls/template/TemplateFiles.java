package org.saltern.sls.template;

import java.util.Optional;

/** The files of one environment (or pillar environment) that templates import. */
@FunctionalInterface
public interface TemplateFiles {
    /** No file at all. */
    TemplateFiles NONE = path -> Optional.empty();

    /**
     * A file's text.
     *
     * @param path relative to the environment's root, normalised, without a leading {@code /} or {@code ..}
     */
    Optional<Found> find(String path);

    /**
     * A file's text.
     *
     * @param shownAs the place that errors name: Salt shows the path of the cached copy
     */
    record Found(String text, String shownAs) {}
}
