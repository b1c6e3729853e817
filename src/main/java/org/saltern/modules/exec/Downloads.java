package org.saltern.modules.exec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.FileClient;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;

/**
 * Files from elsewhere: the master's file server, a web server, the minion itself. What comes from the master is kept
 * under {@code cachedir/files/<environment>/}, from the web under {@code cachedir/extrn_files/}, and fetched again only
 * when its hash differs.
 */
public final class Downloads {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST = Machine.LONGEST_READ;

    private final Context context;

    private Downloads(Context context) {
        this.context = context;
    }

    public static Downloads of(Call call) {
        return new Downloads(call.context());
    }

    /**
     * Brings a file into the cache.
     *
     * @param url {@code salt://path}, optionally with {@code ?saltenv=}; http(s)://; file://; or an absolute path
     * @param environment null for the minion's own
     * @return where it is now; empty when there is no such file
     */
    public Optional<String> cache(String url, String environment)
            throws IOException, InterruptedException {
        if (url.startsWith("salt://")) {
            SaltUrl from =
                    SaltUrl.of(
                            url, environment == null ? Options.environment(context) : environment);
            return fromMaster(from, cached(from));
        }
        if (url.startsWith("http://") || url.startsWith("https://")) {
            return fromWeb(url, environment);
        }
        String path = url.startsWith("file://") ? url.substring("file://".length()) : url;
        return path.startsWith("/") && Paths.isFile(context.machine(), path)
                ? Optional.of(path)
                : Optional.empty();
    }

    /** Where {@link #cache} puts a file of the master. */
    public String cached(SaltUrl url) {
        return Options.cacheDir(context) + "/files/" + url.environment() + "/" + url.path();
    }

    /** Where {@link #cache} puts what it fetches from the web. */
    public String cachedFromWeb(String url, String environment) {
        URI uri = uri(url);
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "-" + uri.getRawQuery().replace('/', '_');
        String env = environment == null ? Options.environment(context) : environment;
        String name = path.endsWith("/") ? path + "index" : path;
        SaltUrl.requireInside(name.substring(1));
        return Options.cacheDir(context)
                + "/extrn_files/"
                + env
                + "/"
                + uri.getRawAuthority()
                + name
                + query;
    }

    private Optional<String> fromMaster(SaltUrl url, String to) throws IOException {
        Machine machine = context.machine();
        Optional<FileClient.Hash> wanted = context.files().hash(url.environment(), url.path());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        if (isSame(to, wanted.get())) {
            return Optional.of(to);
        }
        var content = new ByteArrayOutputStream();
        if (!context.files().fetch(url.environment(), url.path(), bounded(content, url.path()))) {
            return Optional.empty();
        }
        String sum =
                Hashes.of(wanted.get().type(), new ByteArrayInputStream(content.toByteArray()));
        if (!sum.equals(wanted.get().sum())) {
            throw new ModuleError.Failed(
                    "salt://"
                            + url.path()
                            + " arrived damaged: its hash differs from the master's");
        }
        Paths.makeDirectories(machine, Paths.parent(to));
        machine.write(to, content.toByteArray());
        return Optional.of(to);
    }

    private boolean isSame(String path, FileClient.Hash hash) throws IOException {
        if (!Paths.isFile(context.machine(), path)) {
            return false;
        }
        try (InputStream in = context.machine().open(path)) {
            return Hashes.of(hash.type(), in).equals(hash.sum());
        }
    }

    private Optional<String> fromWeb(String url, String environment)
            throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(PATIENCE)
                        .build()) {
            HttpResponse<InputStream> answer =
                    client.send(
                            HttpRequest.newBuilder(uri(url)).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new ModuleError.Failed(
                            "Error: HTTP " + answer.statusCode() + " reading " + url);
                }
                var content = new ByteArrayOutputStream();
                body.transferTo(bounded(content, url));
                String to = cachedFromWeb(url, environment);
                Paths.makeDirectories(context.machine(), Paths.parent(to));
                context.machine().write(to, content.toByteArray());
                return Optional.of(to);
            }
        }
    }

    private static URI uri(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getRawAuthority() == null) {
                throw new ModuleError.BadRequest("Not a URL: " + url);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new ModuleError.BadRequest("Not a URL: " + url);
        }
    }

    /** A stream that refuses to grow beyond what fits into memory. */
    private static OutputStream bounded(ByteArrayOutputStream to, String name) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                if (to.size() + (long) length > LONGEST) {
                    throw new ModuleError.Failed(name + " is longer than " + LONGEST + " bytes");
                }
                to.write(bytes, from, length);
            }
        };
    }
}
