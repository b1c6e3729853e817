package org.saltern.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.saltern.base.Json;
import org.saltern.files.FileServer;
import org.saltern.files.FileServer.Chunk;
import org.saltern.files.FileServer.Stat;
import org.saltern.wire.MinionRequest;

/** The file server's answers in upstream's shapes. A file that is not there has a shape of its own in each command. */
final class FileDesk {
    private final FileServer files;

    FileDesk(FileServer files) {
        this.files = files;
    }

    /** {@code {hash_type, hsum}} or {@code ""}; with stat a pair of that and {@code [stat]} or nil. */
    JsonNode hash(MinionRequest.FileHash r) {
        Optional<JsonNode> hash =
                files.hash(r.saltenv(), r.path())
                        .map(
                                sum ->
                                        Json.object()
                                                .put("hash_type", files.hashType())
                                                .put("hsum", sum));
        JsonNode shown = hash.orElse(TextNode.valueOf(""));
        if (!r.stat()) {
            return shown;
        }
        ArrayNode pair = Json.array().add(shown);
        files.find(r.saltenv(), r.path())
                .filter(found -> hash.isPresent())
                .ifPresentOrElse(found -> pair.addArray().add(stat(found.stat())), pair::addNull);
        return pair;
    }

    /** {@code {path, rel, stat, back}}, path and rel empty when there is no such file. */
    JsonNode find(MinionRequest.FileFind r) {
        return files.find(r.saltenv(), r.path())
                .map(
                        found -> {
                            ObjectNode shown = Json.object().put("path", found.absolute());
                            shown.put("rel", found.relative()).set("stat", stat(found.stat()));
                            return shown.put("back", "roots");
                        })
                .orElseGet(() -> Json.object().put("path", "").put("rel", ""));
    }

    /** {@code {data, dest, gzip?}}; no data at the end of the file, no dest either when there is no file. */
    JsonNode serve(MinionRequest.ServeFile r) {
        Optional<Chunk> chunk = files.chunk(r.saltenv(), r.path(), r.loc());
        byte[] data = chunk.map(Chunk::data).orElse(new byte[0]);
        ObjectNode shown = Json.object();
        if (data.length > 0 && r.gzip() > 0) {
            int level = Math.min(r.gzip(), Deflater.BEST_COMPRESSION);
            shown.put("gzip", r.gzip()).put("data", gzip(data, level));
        } else {
            shown.put("data", data);
        }
        return shown.put("dest", chunk.map(Chunk::relative).orElse(""));
    }

    JsonNode list(MinionRequest.ListFiles r) {
        return switch (r.kind()) {
            case FILES -> array(files.files(r.saltenv(), r.prefix()));
            case DIRECTORIES -> array(files.directories(r.saltenv(), r.prefix()));
            case EMPTY_DIRECTORIES -> array(files.emptyDirectories(r.saltenv(), r.prefix()));
            case SYMLINKS -> {
                ObjectNode links = Json.object();
                files.symlinks(r.saltenv(), r.prefix()).forEach(links::put);
                yield links;
            }
        };
    }

    JsonNode environments() {
        return array(files.environments());
    }

    private static ArrayNode array(List<String> names) {
        ArrayNode array = Json.array();
        names.forEach(array::add);
        return array;
    }

    private static ArrayNode stat(Stat s) {
        ArrayNode stat = Json.array().add(s.mode()).add(s.ino()).add(s.dev()).add(s.nlink());
        stat.add(s.uid()).add(s.gid()).add(s.size());
        return stat.add(s.atime()).add(s.mtime()).add(s.ctime());
    }

    /** Each chunk is a stream of its own. */
    private static byte[] gzip(byte[] data, int level) {
        var out = new ByteArrayOutputStream();
        try (var stream = new LevelledGzip(out, level)) {
            stream.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory could not be written", e);
        }
        return out.toByteArray();
    }

    private static final class LevelledGzip extends GZIPOutputStream {
        LevelledGzip(ByteArrayOutputStream out, int level) throws IOException {
            super(out);
            def.setLevel(level);
        }
    }
}
