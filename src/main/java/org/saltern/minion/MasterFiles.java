package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.modules.FileClient;
import org.saltern.wire.MinionRequest;
import org.saltern.wire.MinionRequest.ListFiles.Kind;
import org.saltern.wire.Trees;

/** The master's file server over the wire. */
final class MasterFiles implements FileClient {
    private static final int MODE_BITS = 07777;

    private final HostId host;
    private final Channel channel;

    MasterFiles(HostId host, Channel channel) {
        this.host = host;
        this.channel = channel;
    }

    @Override
    public List<String> environments() throws IOException {
        return texts(ask(new MinionRequest.FileEnvironments(host)));
    }

    @Override
    public List<String> files(String environment, String prefix) throws IOException {
        return list(Kind.FILES, environment, prefix);
    }

    @Override
    public List<String> directories(String environment, String prefix) throws IOException {
        return list(Kind.DIRECTORIES, environment, prefix);
    }

    @Override
    public List<String> emptyDirectories(String environment, String prefix) throws IOException {
        return list(Kind.EMPTY_DIRECTORIES, environment, prefix);
    }

    @Override
    public Map<String, String> links(String environment, String prefix) throws IOException {
        Map<String, String> links = new LinkedHashMap<>();
        ask(new MinionRequest.ListFiles(host, Kind.SYMLINKS, environment, prefix))
                .properties()
                .forEach(link -> links.put(link.getKey(), link.getValue().asText()));
        return links;
    }

    @Override
    public Optional<Hash> hash(String environment, String path) throws IOException {
        JsonNode answer = ask(new MinionRequest.FileHash(host, path, environment, false));
        return answer.has("hsum")
                ? Optional.of(
                        new Hash(answer.path("hash_type").asText(), answer.path("hsum").asText()))
                : Optional.empty();
    }

    @Override
    public Optional<Integer> mode(String environment, String path) throws IOException {
        JsonNode stat = ask(new MinionRequest.FileFind(host, path, environment)).path("stat");
        return stat.path(0).isInt()
                ? Optional.of(stat.get(0).intValue() & MODE_BITS)
                : Optional.empty();
    }

    @Override
    public boolean fetch(String environment, String path, OutputStream to) throws IOException {
        long written = 0;
        while (true) {
            JsonNode chunk = ask(new MinionRequest.ServeFile(host, path, environment, written, 0));
            byte[] data = Trees.bytes(chunk.path("data"));
            if (data.length == 0) {
                return written > 0 || !chunk.path("dest").asText("").isEmpty();
            }
            to.write(data);
            written += data.length;
        }
    }

    private List<String> list(Kind kind, String environment, String prefix) throws IOException {
        return texts(ask(new MinionRequest.ListFiles(host, kind, environment, prefix)));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private JsonNode ask(MinionRequest request) throws IOException {
        try {
            return channel.ask(request);
        } catch (Problem.Unavailable e) {
            throw new IOException(e.what(), e);
        }
    }
}
