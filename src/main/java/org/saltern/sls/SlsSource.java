package org.saltern.sls;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where SLS files come from: a state tree or a pillar tree with its environments. */
public interface SlsSource {
    /** All environments, {@code base} first. */
    List<String> environments() throws IOException;

    /** Names of all SLS of an environment, sorted: {@code a.b} for {@code a/b.sls} and {@code a/b/init.sls}. */
    List<String> names(String environment) throws IOException;

    /** A file by its path from the environment's root; empty when it is not there. */
    Optional<SlsFile> file(String environment, String path) throws IOException;

    /** The file of an SLS, {@code a/b.sls} before {@code a/b/init.sls}. */
    default Optional<SlsFile> sls(String environment, String name) throws IOException {
        String path = name.replace('.', '/');
        Optional<SlsFile> plain = file(environment, path + ".sls");
        return plain.isPresent() ? plain : file(environment, path + "/init.sls");
    }

    /** The SLS names that these files make, sorted. */
    static List<String> names(List<String> files) {
        return files.stream()
                .filter(f -> f.endsWith(".sls"))
                .map(
                        f ->
                                f.substring(0, f.length() - (f.endsWith("/init.sls") ? 9 : 4))
                                        .replace('/', '.'))
                .sorted()
                .toList();
    }
}
