package org.saltern.sls.jinja;

import java.util.Map;
import java.util.Optional;
import org.saltern.sls.jinja.values.Value;

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
     * @param globals names that become global in the rendering once the template is loaded
     */
    record Source(String name, String text, Map<String, Value> globals) {
        public Source(String name, String text) {
            this(name, text, Map.of());
        }
    }
}
