package org.saltern.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A live stream as a browser reads it, frame after frame. */
final class Stream implements AutoCloseable {
    /** One event with partials. */
    record Frame(String id, String data) {}

    private final HttpURLConnection connection;
    private final BufferedReader lines;

    private Stream(HttpURLConnection connection, InputStream in) {
        this.connection = connection;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    static Stream open(Console console, Console.Browser browser, String path, String lastEventId)
            throws IOException {
        var url = URI.create("http://127.0.0.1:" + console.door.port() + path).toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Accept", "text/event-stream");
        connection.setRequestProperty(
                "Cookie",
                browser.cookies().stream()
                        .map(c -> c.getName() + "=" + c.getValue())
                        .collect(Collectors.joining("; ")));
        if (lastEventId != null) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        return new Stream(connection, connection.getInputStream());
    }

    /** The next frame; comments that keep the line open are passed over. */
    Frame next() throws IOException {
        String id = "";
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6)).append('\n');
            } else if (line.isEmpty() && !data.isEmpty()) {
                return new Frame(id, data.toString());
            }
        }
        throw new IOException("The stream ended");
    }

    /** The next frame that holds a text. */
    Frame nextWith(String text) throws IOException {
        Frame frame = next();
        while (!frame.data().contains(text)) {
            frame = next();
        }
        return frame;
    }

    /** Everything up to the end of the stream. */
    String rest() throws IOException {
        var all = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            all.append(line).append('\n');
        }
        return all.toString();
    }

    /** Reads to the end of the stream; false when it does not end within half a minute. */
    boolean ends() {
        try {
            while (lines.readLine() != null) {
                continue;
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
