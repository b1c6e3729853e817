package org.saltern.web;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * Style sheets, scripts and pictures, from the class path. Their address carries a hash of the console's own files, so that
 * browsers keep them for ever and a new version is fetched at once. Of the webjars only what the pages use is served.
 */
final class Assets {
    static final String PREFIX = "/assets/";
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final Map<String, String> NAMED =
            Map.of(
                    "htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js",
                    "tabler.css", WEBJARS + "tabler__core/1.4.0/dist/css/tabler.min.css");
    private static final String ACE_SCRIPTS = WEBJARS + "ace-builds/1.41.0/src-min-noconflict/";
    private static final String ACE_STYLES = WEBJARS + "ace-builds/1.41.0/css/";
    private static final Map<String, String> TYPES =
            Map.of(
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "txt", "text/plain; charset=utf-8");

    /** The console's own files that decide the hash. */
    private static final List<String> OWN =
            List.of(
                    "saltern.css",
                    "parts.css",
                    "saltern.js",
                    "live.js",
                    "theme.js",
                    "editor.js",
                    "editor.css");

    private record File(String type, byte[] plain, byte[] gzip) {}

    private final Map<String, File> files = new ConcurrentHashMap<>();
    private final String build = hash();

    String url(String name) {
        return PREFIX + build + "/" + name;
    }

    /** Serves {@code /assets/<hash>/<name>}. */
    void serve(Context ctx) {
        String name = ctx.pathParam("name");
        Optional<File> found = file(name);
        if (found.isEmpty()) {
            ctx.status(HttpStatus.NOT_FOUND).contentType("text/plain").result("Not found");
            return;
        }
        File file = found.get();
        boolean zipped = file.gzip.length > 0 && accepts(ctx.header("Accept-Encoding"));
        ctx.header("Cache-Control", "public, max-age=31536000, immutable");
        ctx.header("Vary", "Accept-Encoding");
        ctx.disableCompression();
        if (zipped) {
            ctx.header("Content-Encoding", "gzip");
        }
        ctx.contentType(file.type).result(zipped ? file.gzip : file.plain);
    }

    private static boolean accepts(String encodings) {
        return encodings != null && encodings.contains("gzip");
    }

    private Optional<File> file(String name) {
        if (!name.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+){0,2}\\.(css|js|svg|png|txt)")) {
            return Optional.empty();
        }
        File known = files.get(name);
        if (known == null) {
            known = load(name);
            if (known != null) {
                files.put(name, known);
            }
        }
        return Optional.ofNullable(known);
    }

    private static File load(String name) {
        byte[] plain = read(resource(name));
        if (plain == null) {
            return null;
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        return new File(type, plain, type.startsWith("image/png") ? new byte[0] : gzip(plain));
    }

    private static String resource(String name) {
        if (name.startsWith("ace/")) {
            String file = name.substring("ace/".length());
            return (file.endsWith(".js") ? ACE_SCRIPTS : ACE_STYLES) + file;
        }
        return NAMED.getOrDefault(name, "/static/" + name);
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + resource + " cannot be read", e);
        }
    }

    private static byte[] gzip(byte[] plain) {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String name : OWN) {
                byte[] content = read("/static/" + name);
                if (content == null) {
                    throw new IllegalStateException("The file static/" + name + " is missing");
                }
                digest.update(content);
            }
            NAMED.values().stream()
                    .sorted()
                    .forEach(path -> digest.update(path.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
    }
}
