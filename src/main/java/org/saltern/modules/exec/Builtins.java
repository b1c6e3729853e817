package org.saltern.modules.exec;

import java.util.List;
import java.util.stream.Stream;
import org.saltern.modules.Modules;

/** The list of all built-in execution functions. */
public final class Builtins {
    private Builtins() {}

    /** A registry with every built-in function. */
    public static Modules modules() {
        return new Modules(Stream.of(TestFunctions.all()).flatMap(List::stream).toList());
    }
}
