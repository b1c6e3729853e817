package org.saltern.modules.masterless;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.saltern.modules.FileClient;
import org.saltern.modules.Values;

/** Salt's {@code roots} file server over local folders: environment to folders, the first that has a file wins. */
final class RootFiles implements FileClient {
    private static final int DEEPEST = 64;
    private static final int BUFFER = 1 << 16;

    private final Map<String, List<Path>> roots;
    private final String hashType;

    RootFiles(Map<String, List<Path>> roots, String hashType) {
        this.roots = roots;
        this.hashType = hashType;
    }

    /** @param roots the option {@code file_roots} or {@code pillar_roots} */
    static RootFiles of(JsonNode roots, String hashType) {
        Map<String, List<Path>> out = new LinkedHashMap<>();
        roots.properties()
                .forEach(
                        e -> {
                            var folders = new ArrayList<Path>();
                            e.getValue().forEach(f -> folders.add(Path.of(Values.asText(f))));
                            out.put(e.getKey(), folders);
                        });
        return new RootFiles(out, hashType);
    }

    @Override
    public List<String> environments() {
        return List.copyOf(roots.keySet());
    }

    private interface Wanted {
        boolean test(Path path) throws IOException;
    }

    private List<String> list(String environment, String prefix, Wanted wanted) throws IOException {
        var out = new TreeSet<String>();
        for (Path root : roots.getOrDefault(environment, List.of())) {
            if (!Files.isDirectory(root)) {
                continue;
            }
            try (Stream<Path> walk = Files.walk(root, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
                for (Path path : (Iterable<Path>) walk::iterator) {
                    String name = root.relativize(path).toString();
                    if (!name.isEmpty() && name.startsWith(prefix) && wanted.test(path)) {
                        out.add(name);
                    }
                }
            } catch (java.io.UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return List.copyOf(out);
    }

    @Override
    public List<String> files(String environment, String prefix) throws IOException {
        return list(environment, prefix, Files::isRegularFile);
    }

    @Override
    public List<String> directories(String environment, String prefix) throws IOException {
        return list(environment, prefix, Files::isDirectory);
    }

    @Override
    public List<String> emptyDirectories(String environment, String prefix) throws IOException {
        return list(environment, prefix, RootFiles::isEmptyFolder);
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.findAny().isEmpty();
        }
    }

    @Override
    public Map<String, String> links(String environment, String prefix) throws IOException {
        Map<String, String> out = new TreeMap<>();
        for (Path root : roots.getOrDefault(environment, List.of())) {
            if (!Files.isDirectory(root)) {
                continue;
            }
            try (Stream<Path> walk = Files.walk(root, DEEPEST)) {
                for (Path path : (Iterable<Path>) walk::iterator) {
                    String name = root.relativize(path).toString();
                    if (Files.isSymbolicLink(path) && name.startsWith(prefix)) {
                        out.putIfAbsent(name, Files.readSymbolicLink(path).toString());
                    }
                }
            }
        }
        return out;
    }

    private Optional<Path> find(String environment, String path) {
        if (path.startsWith("/")
                || List.of(path.split("/")).contains("..")
                || path.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return roots.getOrDefault(environment, List.of()).stream()
                .map(root -> root.resolve(path))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    @Override
    public Optional<Hash> hash(String environment, String path) throws IOException {
        Optional<Path> file = find(environment, path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file.get())) {
            MessageDigest digest = MessageDigest.getInstance(javaName(hashType));
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return Optional.of(new Hash(hashType, HexFormat.of().formatHex(digest.digest())));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("hash_type '" + hashType + "' is not known", e);
        }
    }

    private static String javaName(String type) {
        return type.startsWith("sha") && !type.contains("-") ? "SHA-" + type.substring(3) : type;
    }

    @Override
    public Optional<Integer> mode(String environment, String path) throws IOException {
        Optional<Path> file = find(environment, path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Set<PosixFilePermission> set = Files.getPosixFilePermissions(file.get(), new LinkOption[0]);
        int mode = 0;
        for (PosixFilePermission p : set) {
            mode |= bit(p);
        }
        return Optional.of(mode);
    }

    private static int bit(PosixFilePermission permission) {
        return switch (permission) {
            case OWNER_READ -> 0400;
            case OWNER_WRITE -> 0200;
            case OWNER_EXECUTE -> 0100;
            case GROUP_READ -> 040;
            case GROUP_WRITE -> 020;
            case GROUP_EXECUTE -> 010;
            case OTHERS_READ -> 04;
            case OTHERS_WRITE -> 02;
            case OTHERS_EXECUTE -> 01;
        };
    }

    @Override
    public boolean fetch(String environment, String path, OutputStream to) throws IOException {
        Optional<Path> file = find(environment, path);
        if (file.isPresent()) {
            Files.copy(file.get(), to);
        }
        return file.isPresent();
    }
}
