package org.saltern.modules;

import java.util.Optional;

/** Which program this is, and which Salt it keeps step with. */
public final class Release {
    /** The Salt release whose protocol, functions and grains this minion follows; reported as {@code saltversion}. */
    public static final String SALT = "3006.24";

    private Release() {}

    /** Saltern's own version; {@code development} when run from classes instead of the jar. */
    public static String saltern() {
        return Optional.ofNullable(Release.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
