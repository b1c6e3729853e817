package org.saltern.sls.jinja;

import java.util.Optional;

/** Where {@code include}, {@code import} and {@code extends} find templates. */
@FunctionalInterface
public interface Loader {
    /** Finds nothing. */
    Loader NONE = name -> Optional.empty();

    /**
     * The text of a template.
     *
     * @param name as written in the template; never trusted: the loader confines it
     */
    Optional<Source> load(String name);

    /**
     * A template's text.
     *
     * @param name shown in errors; the same template has the same name
     */
    record Source(String name, String text) {}
}
