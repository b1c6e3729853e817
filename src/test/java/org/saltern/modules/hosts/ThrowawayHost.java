package org.saltern.modules.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the founding sample on a host that is gone afterwards: the root of this machine below an overlay in memory, with name
 * spaces of its own. Needs root and the apt sources of a Debian; without them the test is skipped and says so.
 */
final class ThrowawayHost {
    private static final int MINUTES = 6;

    private final Path folder;
    private final String token = UUID.randomUUID().toString();

    /** @param folder for what goes in and comes out, the host's {@code /host} */
    ThrowawayHost(Path folder) throws IOException {
        this.folder = folder;
        skipUnlessPossible();
        copy("sample.sh", folder.resolve("sample.sh"));
        copy("throwaway.sh", folder.resolve("throwaway.sh"));
        copy("apache/init.sls", folder.resolve("tree/apache/init.sls"));
        copy("apache/httpd.conf", folder.resolve("tree/apache/httpd.conf"));
    }

    private static void skipUnlessPossible() throws IOException {
        int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Assumptions.assumeTrue(uid == 0, "SKIPPED: throw-away hosts need root");
        boolean debian =
                Files.exists(Path.of("/usr/bin/apt-get"))
                        && Files.exists(Path.of("/usr/bin/unshare"));
        Assumptions.assumeTrue(debian, "SKIPPED: throw-away hosts need apt-get and unshare");
    }

    private static void copy(String resource, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (var in = ThrowawayHost.class.getResourceAsStream("/hosts/" + resource)) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    String token() {
        return token;
    }

    /** @param command a line of shell that applies the SLS {@code apache} of {@code /srv/salt} and prints the answer */
    void run(String command) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("apply"), command + "\n");
        Path log = folder.resolve("host.log");
        Process host =
                new ProcessBuilder(
                                "/bin/bash",
                                folder.resolve("throwaway.sh").toString(),
                                token,
                                folder.toString(),
                                "/host/sample.sh")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!host.waitFor(MINUTES, TimeUnit.MINUTES)) {
            host.destroyForcibly().waitFor();
            throw new IllegalStateException("The host did not end in " + MINUTES + " minutes");
        }
        Path apt = folder.resolve("apt.log");
        boolean fetched =
                Files.exists(folder.resolve("return-1.json"))
                        || !Files.exists(apt)
                        || !Files.readString(apt).matches("(?s).*(Could not resolve|Failed to fetch|Unable to locate).*");
        Assumptions.assumeTrue(fetched, "SKIPPED: the packages of the sample cannot be fetched");
        if (host.exitValue() != 0) {
            throw new IllegalStateException(
                    "The host ended with " + host.exitValue() + ":\n" + everything());
        }
    }

    private String everything() throws IOException {
        var out = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (file.toString().matches(".*(log|txt|json)")) {
                    String text = Files.readString(file);
                    out.append("== ").append(file.getFileName()).append('\n');
                    out.append(text, Math.max(0, text.length() - 4000), text.length());
                }
            }
        }
        return out.toString();
    }

    String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
