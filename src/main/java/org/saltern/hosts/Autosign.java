package org.saltern.hosts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.targets.Glob;
import org.saltern.targets.Regex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which keys are decided without an operator, by upstream's files. A file that others than its owner may write is not trusted
 * and not read; that is logged once for each version of the file. Files are read again when they change.
 */
final class Autosign {
    private static final Logger LOG = LoggerFactory.getLogger(Autosign.class);

    private record Read(Instant modified, long size, List<String> lines) {}

    private final KeyPolicy.Autosigning rules;
    private final Map<Path, Read> files = new ConcurrentHashMap<>();

    Autosign(KeyPolicy.Autosigning rules) {
        this.rules = rules;
    }

    boolean rejects(HostId host) {
        return lists(rules.rejectFile(), host);
    }

    /** What accepts this key, in upstream's words; empty for nothing. A stub file is used up by asking. */
    Optional<String> accepts(HostId host, ObjectNode grains, Instant now) {
        if (rules.all()) {
            return Optional.of("auto_accept");
        } else if (lists(rules.file(), host)) {
            return Optional.of("autosign_file");
        } else if (takesStub(host, now)) {
            return Optional.of("minions_autosign");
        }
        return hasGrain(grains) ? Optional.of("autosign_grains_dir") : Optional.empty();
    }

    private boolean lists(Path file, HostId host) {
        return lines(file).stream().anyMatch(line -> means(line, host.value()));
    }

    private static boolean means(String line, String id) {
        if (Glob.of(line).matches(id)) {
            return true;
        }
        try {
            return Regex.of(line).matchesAll(id);
        } catch (Problem.BadInput globOnly) {
            return false;
        }
    }

    private boolean takesStub(HostId host, Instant now) {
        if (rules.stubFolder() == null) {
            return false;
        }
        Path stub = rules.stubFolder().resolve(host.value());
        try {
            if (!Files.isRegularFile(stub)) {
                return false;
            }
            Instant made = Files.getLastModifiedTime(stub).toInstant();
            return Files.deleteIfExists(stub) && made.plus(rules.stubAge()).isAfter(now);
        } catch (IOException e) {
            LOG.warn("The stub file {} cannot be used up, so it accepts nothing", stub, e);
            return false;
        }
    }

    private boolean hasGrain(ObjectNode grains) {
        if (rules.grainsFolder() == null || !Files.isDirectory(rules.grainsFolder())) {
            return false;
        }
        try (Stream<Path> list = Files.list(rules.grainsFolder())) {
            return list.filter(file -> grains.has(file.getFileName().toString()))
                    .anyMatch(file -> lines(file).contains(value(grains, file)));
        } catch (IOException e) {
            LOG.warn("The folder {} cannot be read", rules.grainsFolder(), e);
            return false;
        }
    }

    private static String value(ObjectNode grains, Path file) {
        return grains.get(file.getFileName().toString()).asText();
    }

    /** The lines of a file that are neither empty nor comments; none when it is missing or not to be trusted. */
    private List<String> lines(Path file) {
        if (file == null || !Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            Read last = files.get(file);
            if (last == null || !last.modified.equals(modified) || last.size != Files.size(file)) {
                last = new Read(modified, Files.size(file), read(file));
                files.put(file, last);
            }
            return last.lines;
        } catch (IOException e) {
            LOG.warn("{} cannot be read, so it decides nothing", file, e);
            return List.of();
        }
    }

    private List<String> read(Path file) throws IOException {
        if (!isTrusted(file)) {
            LOG.warn(
                    "{} is writable for others, so it decides nothing; take that right away", file);
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private boolean isTrusted(Path file) throws IOException {
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
            return true;
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        return !mode.contains(PosixFilePermission.OTHERS_WRITE)
                && (rules.groupMayWrite() || !mode.contains(PosixFilePermission.GROUP_WRITE));
    }
}
