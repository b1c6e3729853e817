package org.saltern.modules.hosts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.saltern.base.Json;

/**
 * Runs the founding sample on a host that is gone afterwards: the root of this machine below an overlay in memory, with name
 * spaces of its own. Needs root and the apt sources of a Debian; without them the test is skipped and says so.
 */
final class ThrowawayHost {
    private static final int MINUTES = 6;
    private static final int MINUTES_OF_A_FAMILY = 25;

    private final Path folder;
    private final int minutes;
    private final String token = UUID.randomUUID().toString();

    /** @param folder for what goes in and comes out, the host's {@code /host} */
    ThrowawayHost(Path folder) throws IOException {
        this.folder = folder;
        minutes = MINUTES;
        skipUnlessPossible();
        for (String script : List.of("sample.sh", "system.sh")) {
            copy(script, folder.resolve(script));
        }
        copy("throwaway.sh", folder.resolve("throwaway.sh"));
        copy("apache/init.sls", folder.resolve("tree/apache/init.sls"));
        copy("apache/httpd.conf", folder.resolve("tree/apache/httpd.conf"));
        copy("system/init.sls", folder.resolve("tree/system/init.sls"));
    }

    /** @param tree the folder that becomes the host's {@code /srv/salt}, see {@code family.sh} */
    ThrowawayHost(Path folder, Path tree) throws IOException {
        this.folder = folder;
        minutes = MINUTES_OF_A_FAMILY;
        skipUnlessPossible();
        copy("family.sh", folder.resolve("family.sh"));
        copy("throwaway.sh", folder.resolve("throwaway.sh"));
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path to = folder.resolve("tree").resolve(tree.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void skipUnlessPossible() throws IOException {
        int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Assumptions.assumeTrue(uid == 0, "SKIPPED: throw-away hosts need root");
        boolean debian =
                Files.exists(Path.of("/usr/bin/apt-get"))
                        && Files.exists(Path.of("/usr/bin/unshare"));
        Assumptions.assumeTrue(debian, "SKIPPED: throw-away hosts need apt-get and unshare");
    }

    /** The host has what is on the file system of {@code /}, and nothing of what is mounted below it. */
    private static void skipUnlessInside(String... paths) throws IOException {
        for (String path : paths) {
            Assumptions.assumeTrue(
                    Files.getFileStore(Path.of(path)).equals(Files.getFileStore(Path.of("/"))),
                    "SKIPPED: throw-away hosts need " + path + " on the file system of /");
        }
    }

    private static void copy(String resource, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (var in = ThrowawayHost.class.getResourceAsStream("/hosts/" + resource)) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Applies an SLS of {@code /srv/salt} with Saltern's engine. @param script see {@link #run} */
    void runOurs(String script, String sls) throws IOException, InterruptedException {
        var classes = new ArrayList<String>();
        for (String part : System.getProperty("java.class.path").split(":")) {
            classes.add(Path.of(part).toAbsolutePath().toString());
        }
        skipUnlessInside(System.getProperty("java.home"), classes.getFirst(), classes.getLast());
        run(
                script,
                "exec '"
                        + System.getProperty("java.home")
                        + "/bin/java' -cp '"
                        + String.join(":", classes)
                        + "' "
                        + InsideHost.class.getName()
                        + " "
                        + token
                        + " /srv/salt "
                        + sls);
    }

    /** Applies an SLS of {@code /srv/salt} with an unmodified Salt. @param bin the folder of its programs */
    void runSalt(String script, String sls, Path bin) throws IOException, InterruptedException {
        run(
                script,
                "mkdir -p /etc/salt; printf 'id: web1\nfile_client: local\n' > /etc/salt/minion\n"
                        + "exec '"
                        + bin
                        + "/salt-call' --local --out=json --log-level=error state.apply "
                        + sls);
    }

    /**
     * Runs a host to its end.
     *
     * @param script what happens on it, one of the resources
     * @param command lines of shell that apply the SLS and print the answer
     */
    private void run(String script, String command) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("apply"), command + "\n");
        Path log = folder.resolve("host.log");
        Process host =
                new ProcessBuilder(
                                "/bin/bash",
                                folder.resolve("throwaway.sh").toString(),
                                token,
                                folder.toString(),
                                "/host/" + script)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!host.waitFor(minutes, TimeUnit.MINUTES)) {
            host.descendants().forEach(ProcessHandle::destroyForcibly);
            host.destroyForcibly().waitFor();
            throw new IllegalStateException("The host did not end in " + minutes + " minutes");
        }
        Path apt = folder.resolve("apt.log");
        boolean fetched =
                Files.exists(folder.resolve("return-1.json"))
                        || !Files.exists(apt)
                        || !Files.readString(apt)
                                .matches(
                                        "(?s).*(Could not resolve|Failed to fetch|Unable to"
                                                + " locate).*");
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

    /** The answer of a step, without times. */
    ObjectNode answer(int step) throws IOException {
        String text = read("return-" + step + ".json");
        int begin = text.indexOf('{');
        if (begin < 0 || !Json.parse(text.substring(begin)).path("local").isObject()) {
            throw new IllegalStateException("Step " + step + " gave:\n" + text);
        }
        ObjectNode out = (ObjectNode) Json.parse(text.substring(begin)).get("local");
        out.forEach(r -> ((ObjectNode) r).remove(List.of("duration", "start_time")));
        return out;
    }

    /** The states of an answer that changed something. */
    static List<String> changed(ObjectNode answer) {
        var out = new ArrayList<String>();
        answer.properties().stream()
                .filter(e -> !e.getValue().path("changes").isEmpty())
                .forEach(e -> out.add(e.getKey()));
        return out;
    }
}
