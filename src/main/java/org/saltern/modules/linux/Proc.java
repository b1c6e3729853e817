package org.saltern.modules.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.modules.Command;
import org.saltern.modules.Machine;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small looks at a Linux machine. What is not there or may not be read is empty, never an exception. */
public final class Proc {
    private static final Logger LOG = LoggerFactory.getLogger(Proc.class);
    private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(15);

    private final Machine machine;

    public Proc(Machine machine) {
        this.machine = machine;
    }

    public Machine machine() {
        return machine;
    }

    /** The text of a file, empty when it cannot be read. */
    public Optional<String> text(String path) {
        try {
            return machine.stat(path, true).isEmpty()
                    ? Optional.empty()
                    : Optional.of(new String(machine.read(path), StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("{} cannot be read", path, e);
            return Optional.empty();
        }
    }

    public List<String> lines(String path) {
        return text(path).map(t -> t.lines().toList()).orElse(List.of());
    }

    /** Lines {@code name<separator>value} as a map, first one wins, both sides stripped. */
    public Map<String, String> pairs(String path, String separator) {
        var out = new LinkedHashMap<String, String>();
        for (String line : lines(path)) {
            int at = line.indexOf(separator);
            if (at > 0) {
                out.putIfAbsent(
                        line.substring(0, at).strip(),
                        line.substring(at + separator.length()).strip());
            }
        }
        return out;
    }

    public boolean exists(String path) {
        try {
            return machine.stat(path, true).isPresent();
        } catch (IOException e) {
            LOG.debug("{} cannot be looked at", path, e);
            return false;
        }
    }

    /** Names in a directory, none when it cannot be read. */
    public List<String> names(String directory) {
        try {
            return machine.stat(directory, true).isEmpty() ? List.of() : machine.list(directory);
        } catch (IOException e) {
            LOG.debug("{} cannot be listed", directory, e);
            return List.of();
        }
    }

    /** What a link says, empty when it is none. */
    public Optional<String> link(String path) {
        try {
            return Optional.of(machine.readLink(path));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.trace("{} is no link", path, e);
            return Optional.empty();
        }
    }

    public Optional<String> which(String program) {
        try {
            return machine.which(program);
        } catch (IOException e) {
            LOG.debug("{} cannot be looked for", program, e);
            return Optional.empty();
        }
    }

    /** What a program prints in the C locale when it is there and succeeds within 15 seconds. */
    public Optional<String> output(String... argv) {
        if (which(argv[0]).isEmpty()) {
            return Optional.empty();
        }
        try {
            Command command = Command.of(argv).withEnv(Map.of("LC_ALL", "C")).within(PATIENCE);
            Ran ran = machine.run(command, Output.NONE);
            return ran.ok() ? Optional.of(ran.text()) : Optional.empty();
        } catch (IOException e) {
            LOG.debug("{} cannot be run", argv[0], e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
