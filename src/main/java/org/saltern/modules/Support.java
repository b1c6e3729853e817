package org.saltern.modules;

import java.util.List;

/**
 * What stands behind a function on the machine, and where it was seen at work. The pages of the documentation are written
 * from it, so that it is said once, beside the code.
 *
 * @param provider the programs or files that do the work, with those that were not tried
 * @param seen where it was seen at work, in words for the documentation
 */
public record Support(String provider, String seen) {
    /** Nothing of the machine but its files and processes; judged by recorded cases. */
    public static final Support ITSELF =
            new Support("Saltern itself", "recorded cases of Salt 3007.0");

    /** The words for a throw-away host on which Salt did the same. */
    public static final String HOST = "Debian 12 throw-away host beside Salt 3007.13";

    /** Seen on a throw-away host, where Salt did the same with the same outcome. */
    public static Support compared(String provider) {
        return new Support(provider, HOST);
    }

    /** As {@link #compared(String)}. @param more what limits it, or a further place */
    public static Support compared(String provider, String more) {
        return new Support(provider, HOST + more);
    }

    /** Declares a family of functions that all stand on this. */
    public List<Function> behind(List<Function> functions) {
        return functions.stream()
                .map(
                        f ->
                                new Function(
                                        f.name(),
                                        f.doc(),
                                        f.parameters(),
                                        f.takesMore(),
                                        f.takesKeywords(),
                                        this,
                                        f.body()))
                .toList();
    }
}
