package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.HostId;
import org.saltern.wire.MinionRequest.FireEvents;
import org.saltern.wire.MinionRequest.ListFiles.Kind;

/**
 * Loads to {@link MinionRequest}s; {@link RequestLoads} is the way back. The command is matched against literals only (S-7).
 * Defaults are upstream's: {@code saltenv} {@code base}, {@code prefix} empty, {@code tgt_type} {@code glob}.
 */
public final class Requests {
    private Requests() {}

    /**
     * The message of a request whose sender was verified.
     *
     * @param host whose key or session proved the request; an id inside the load is not looked at
     */
    public static MinionRequest decode(HostId host, SealedRequest request) {
        String command = request.command();
        try {
            return decode(host, command, request.load(), request.nonce());
        } catch (BadMessage e) {
            return new MinionRequest.Malformed(host, command, e.getMessage());
        }
    }

    private static MinionRequest decode(HostId host, String command, ObjectNode load, String nonce)
            throws BadMessage {
        return switch (command) {
            case "_return" -> new MinionRequest.Return(host, load);
            case "_syndic_return" -> new MinionRequest.SyndicReturn(host, load);
            case "_pillar" -> pillar(host, load, nonce);
            case "_minion_event" -> events(host, load);
            case "_mine" ->
                    new MinionRequest.MineUpdate(
                            host,
                            Trees.needMap(load.path("data"), "the mine data"),
                            load.path("clear").asBoolean(false));
            case "_mine_get" -> mineGet(host, load);
            case "_mine_delete" -> new MinionRequest.MineDelete(host, Trees.needText(load, "fun"));
            case "_mine_flush" -> new MinionRequest.MineFlush(host);
            case "_master_opts" ->
                    new MinionRequest.MasterOptions(host, load.path("env_only").asBoolean(false));
            case "_master_tops", "_ext_nodes" -> new MinionRequest.MasterTops(host, load);
            case "minion_pub" -> new MinionRequest.PeerPublish(host, load, false);
            case "minion_publish" -> new MinionRequest.PeerPublish(host, load, true);
            case "pub_ret" -> new MinionRequest.PeerReturns(host, load.path("jid").asText(""));
            case "minion_runner" -> new MinionRequest.PeerRunner(host, load);
            case "revoke_auth" -> new MinionRequest.RevokeAuth(host);
            default -> files(host, command, load);
        };
    }

    private static MinionRequest files(HostId host, String command, ObjectNode load)
            throws BadMessage {
        return switch (command) {
            case "_file_hash" -> new MinionRequest.FileHash(host, path(load), env(load), false);
            case "_file_hash_and_stat" ->
                    new MinionRequest.FileHash(host, path(load), env(load), true);
            case "_file_find" -> new MinionRequest.FileFind(host, path(load), env(load));
            case "_serve_file" ->
                    new MinionRequest.ServeFile(
                            host,
                            path(load),
                            env(load),
                            offset(load, "loc"),
                            load.path("gzip").asInt(0));
            case "_file_list" -> list(host, Kind.FILES, load);
            case "_dir_list" -> list(host, Kind.DIRECTORIES, load);
            case "_file_list_emptydirs" -> list(host, Kind.EMPTY_DIRECTORIES, load);
            case "_symlink_list" -> list(host, Kind.SYMLINKS, load);
            case "_file_envs" -> new MinionRequest.FileEnvironments(host);
            case "_file_recv" ->
                    new MinionRequest.ReceiveFile(
                            host,
                            texts(load.path("path"), "path"),
                            offset(load, "loc"),
                            offset(load, "size"),
                            Trees.needBytes(load, "data"));
            default -> new MinionRequest.Unknown(host, command);
        };
    }

    private static MinionRequest pillar(HostId host, ObjectNode load, String nonce)
            throws BadMessage {
        return new MinionRequest.Pillar(
                host,
                Trees.needMap(load.path("grains"), "the grains"),
                Trees.text(load, "saltenv", null),
                Trees.text(load, "pillarenv", null),
                nonce);
    }

    private static MinionRequest events(HostId host, ObjectNode load) throws BadMessage {
        String pretag = Trees.text(load, "pretag", null);
        if (!load.path("events").isArray()) {
            var one = new FireEvents.Fired(Trees.needText(load, "tag"), load);
            return new FireEvents(host, List.of(one), pretag);
        }
        List<FireEvents.Fired> events = new ArrayList<>();
        for (JsonNode event : load.get("events")) {
            JsonNode data = event.path("data");
            events.add(
                    new FireEvents.Fired(
                            Trees.needText(event, "tag"),
                            data.isMissingNode() ? JsonNodeFactory.instance.objectNode() : data));
        }
        return new FireEvents(host, List.copyOf(events), pretag);
    }

    private static MinionRequest mineGet(HostId host, ObjectNode load) throws BadMessage {
        JsonNode functions = load.path("fun");
        JsonNode target = load.path("tgt");
        if (!target.isTextual() && !target.isArray()) {
            throw new BadMessage("no target in field 'tgt'");
        }
        return new MinionRequest.MineGet(
                host,
                target,
                Trees.text(load, "tgt_type", Trees.text(load, "expr_form", "glob")),
                functions.isTextual()
                        ? List.of(functions.textValue().split(","))
                        : texts(functions, "fun"));
    }

    private static MinionRequest list(HostId host, Kind kind, ObjectNode load) {
        return new MinionRequest.ListFiles(host, kind, env(load), Trees.text(load, "prefix", ""));
    }

    private static String path(ObjectNode load) throws BadMessage {
        return Trees.needText(load, "path");
    }

    private static String env(ObjectNode load) {
        return Trees.text(load, "saltenv", "base");
    }

    private static long offset(ObjectNode load, String field) throws BadMessage {
        JsonNode value = load.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new BadMessage("no offset in field '" + field + "'");
        }
        return value.longValue();
    }

    private static List<String> texts(JsonNode list, String field) throws BadMessage {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : list) {
            if (!item.isTextual()) {
                throw new BadMessage("field '" + field + "' holds something else than text");
            }
            texts.add(item.textValue());
        }
        if (texts.isEmpty()) {
            throw new BadMessage("no list in field '" + field + "'");
        }
        return List.copyOf(texts);
    }
}
