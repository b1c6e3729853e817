package org.saltern.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.saltern.base.Json;

/** The files of a case, below a fresh folder that is removed in the end. */
final class CaseTree implements AutoCloseable {
    private static final int PLAIN_FILE = 0644;

    private final Path root;

    private CaseTree(Path root) {
        this.root = root;
    }

    /** A fresh folder with the areas that every case has. */
    static CaseTree make() throws IOException {
        var made = new CaseTree(Files.createTempDirectory("saltern-case-").toRealPath());
        for (String folder :
                List.of("srv/base", "pillar/base", "work", "sys/var/cache/salt/minion", "conf")) {
            Files.createDirectories(made.root.resolve(folder));
        }
        setMode(made.root, 0755);
        return made;
    }

    /** Writes the files of the case. */
    void write(JsonNode tree) throws IOException {
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            write(entry.getKey(), entry.getValue());
        }
    }

    Path root() {
        return root;
    }

    private void write(String name, JsonNode content) throws IOException {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("A case writes outside of its folder: " + name);
        }
        if (name.endsWith("/")) {
            Files.createDirectories(path);
            if (content.has("mode")) {
                setMode(path, mode(content));
            }
            return;
        }
        Files.createDirectories(path.getParent());
        if (content.has("link")) {
            Files.createSymbolicLink(path, Path.of(content.get("link").asText()));
            return;
        }
        byte[] bytes =
                content.has("base64")
                        ? Base64.getDecoder().decode(content.get("base64").asText())
                        : content.path("text")
                                .asText(content.asText())
                                .getBytes(StandardCharsets.UTF_8);
        Files.write(path, bytes);
        setMode(path, content.has("mode") ? mode(content) : PLAIN_FILE);
    }

    private static int mode(JsonNode content) {
        return Integer.parseInt(content.get("mode").asText(), 8);
    }

    private static void setMode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    /** The folders of an area, one per environment: {@code srv} or {@code pillar}. */
    ObjectNode roots(String area) throws IOException {
        ObjectNode out = Json.object();
        try (Stream<Path> folders = Files.list(root.resolve(area))) {
            folders.filter(Files::isDirectory)
                    .sorted()
                    .forEach(
                            f ->
                                    out.set(
                                            f.getFileName().toString(),
                                            Json.array().add(f.toString())));
        }
        return out;
    }

    /** What {@code work/} holds now. */
    ObjectNode work() throws IOException {
        ObjectNode out = Json.object();
        try (Stream<Path> all = Files.walk(root.resolve("work"))) {
            for (Path path : (Iterable<Path>) all.sorted()::iterator) {
                String name = root.relativize(path).toString();
                if (!name.equals("work")) {
                    record(out, name, path);
                }
            }
        }
        return out;
    }

    private static void record(ObjectNode out, String name, Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            out.set(name, Json.object().put("link", Files.readSymbolicLink(path).toString()));
            return;
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        ObjectNode entry = Json.object().put("mode", String.format("%04o", mode & 07777));
        if (Files.isDirectory(path)) {
            out.set(name + "/", entry);
        } else {
            content(entry, path);
            out.set(name, entry);
        }
    }

    private static void content(ObjectNode entry, Path path) throws IOException {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            return;
        }
        byte[] bytes = Files.readAllBytes(path);
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(java.nio.ByteBuffer.wrap(bytes))
                            .toString();
            entry.put("text", text);
        } catch (CharacterCodingException notText) {
            entry.put("base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a)
                            throws IOException {
                        Set<PosixFilePermission> all =
                                EnumSet.of(
                                        PosixFilePermission.OWNER_READ,
                                        PosixFilePermission.OWNER_WRITE,
                                        PosixFilePermission.OWNER_EXECUTE);
                        Files.setPosixFilePermissions(dir, all);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException e)
                            throws IOException {
                        Files.delete(dir);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
