package org.saltern.modules;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A file server whose only environment, base, is a folder of the test. Counts how often content was sent. */
final class FolderFiles implements FileClient {
    private final Path root;
    private int fetched;
    private boolean damaging;

    FolderFiles(Path root) {
        this.root = root;
    }

    int fetched() {
        return fetched;
    }

    /** From now on the content does not fit its hash. */
    void damage() {
        damaging = true;
    }

    @Override
    public List<String> environments() {
        return List.of("base");
    }

    @Override
    public List<String> files(String environment, String prefix) throws IOException {
        return walk(prefix, true);
    }

    @Override
    public List<String> directories(String environment, String prefix) throws IOException {
        return walk(prefix, false);
    }

    @Override
    public List<String> emptyDirectories(String environment, String prefix) {
        return List.of();
    }

    @Override
    public Map<String, String> links(String environment, String prefix) {
        return Map.of();
    }

    @Override
    public Optional<Hash> hash(String environment, String path) throws IOException {
        if (!environment.equals("base") || !Files.isRegularFile(root.resolve(path))) {
            return Optional.empty();
        }
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(Files.readAllBytes(root.resolve(path)));
            return Optional.of(new Hash("sha256", HexFormat.of().formatHex(sum)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<Integer> mode(String environment, String path) {
        return Files.exists(root.resolve(path)) ? Optional.of(0640) : Optional.empty();
    }

    @Override
    public boolean fetch(String environment, String path, OutputStream to) throws IOException {
        fetched++;
        byte[] content = Files.readAllBytes(root.resolve(path));
        if (damaging) {
            content[0]++;
        }
        new ByteArrayInputStream(content).transferTo(to);
        return true;
    }

    private List<String> walk(String prefix, boolean files) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(p -> Files.isRegularFile(p) == files)
                    .map(p -> root.relativize(p).toString())
                    .filter(p -> p.startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
