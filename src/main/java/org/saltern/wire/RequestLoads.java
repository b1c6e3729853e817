package org.saltern.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.saltern.wire.MinionRequest.FireEvents;

/** {@link MinionRequest}s to the loads a minion sends; {@link Requests} is the way back. */
public final class RequestLoads {
    private RequestLoads() {}

    /** The load, {@code cmd} and {@code id} among its fields; {@link RequestSealer} adds the proofs. */
    public static ObjectNode encode(MinionRequest request) {
        return switch (request) {
            case MinionRequest.Return r -> given(r.load(), "_return", r);
            case MinionRequest.SyndicReturn r -> given(r.load(), "_syndic_return", r);
            case MinionRequest.MasterTops r -> given(r.load(), "_master_tops", r);
            case MinionRequest.PeerRunner r -> given(r.load(), "minion_runner", r);
            case MinionRequest.PeerPublish r ->
                    given(r.load(), r.waits() ? "minion_publish" : "minion_pub", r);
            case MinionRequest.PeerReturns r -> load("pub_ret", r).put("jid", r.jid());
            case MinionRequest.RevokeAuth r -> load("revoke_auth", r);
            case MinionRequest.Pillar r -> pillar(r);
            case MinionRequest.FireEvents r -> events(r);
            case MinionRequest.MineUpdate r -> {
                ObjectNode load = load("_mine", r).put("clear", r.clear());
                yield load.set("data", r.data());
            }
            case MinionRequest.MineGet r -> mineGet(r);
            case MinionRequest.MineDelete r -> load("_mine_delete", r).put("fun", r.function());
            case MinionRequest.MineFlush r -> load("_mine_flush", r);
            case MinionRequest.MasterOptions r -> masterOptions(r);
            case MinionRequest.FileHash r ->
                    file(r.stat() ? "_file_hash_and_stat" : "_file_hash", r, r.path(), r.saltenv());
            case MinionRequest.FileFind r -> file("_file_find", r, r.path(), r.saltenv());
            case MinionRequest.ServeFile r -> serveFile(r);
            case MinionRequest.ListFiles r -> listFiles(r);
            case MinionRequest.FileEnvironments r -> load("_file_envs", r);
            case MinionRequest.ReceiveFile r -> receiveFile(r);
            case MinionRequest.Malformed r ->
                    throw new IllegalArgumentException("A malformed request is not sent");
            case MinionRequest.Unknown r -> load(r.command(), r);
        };
    }

    private static ObjectNode load(String command, MinionRequest request) {
        ObjectNode load = JsonNodeFactory.instance.objectNode();
        return load.put("cmd", command).put("id", request.host().value());
    }

    private static ObjectNode given(ObjectNode fields, String command, MinionRequest request) {
        ObjectNode load = load(command, request);
        fields.properties().forEach(f -> load.set(f.getKey(), f.getValue()));
        return load;
    }

    private static ObjectNode pillar(MinionRequest.Pillar r) {
        ObjectNode load = load("_pillar", r);
        load.set("grains", r.grains());
        load.put("saltenv", r.saltenv()).put("pillarenv", r.pillarenv());
        load.putObject("pillar_override");
        load.putObject("extra_minion_data");
        return load.put("ver", "2");
    }

    private static ObjectNode events(FireEvents r) {
        ObjectNode load = load("_minion_event", r).put("pretag", r.pretag());
        if (r.events().size() == 1
                && r.events().getFirst().data() instanceof ObjectNode data
                && data.has("tag")) {
            data.properties().forEach(f -> load.set(f.getKey(), f.getValue()));
            return load;
        }
        ArrayNode events = load.putArray("events");
        r.events().forEach(e -> events.addObject().put("tag", e.tag()).set("data", e.data()));
        return load;
    }

    private static ObjectNode mineGet(MinionRequest.MineGet r) {
        ObjectNode load = load("_mine_get", r);
        load.set("tgt", r.target());
        return load.put("fun", String.join(",", r.functions())).put("tgt_type", r.targetType());
    }

    private static ObjectNode masterOptions(MinionRequest.MasterOptions r) {
        ObjectNode load = load("_master_opts", r);
        return r.environmentsOnly() ? load.put("env_only", true) : load;
    }

    private static ObjectNode file(String command, MinionRequest r, String path, String saltenv) {
        return load(command, r).put("path", path).put("saltenv", saltenv);
    }

    private static ObjectNode serveFile(MinionRequest.ServeFile r) {
        ObjectNode load = file("_serve_file", r, r.path(), r.saltenv()).put("loc", r.loc());
        return r.gzip() > 0 ? load.put("gzip", r.gzip()) : load;
    }

    private static ObjectNode listFiles(MinionRequest.ListFiles r) {
        String command =
                switch (r.kind()) {
                    case FILES -> "_file_list";
                    case DIRECTORIES -> "_dir_list";
                    case EMPTY_DIRECTORIES -> "_file_list_emptydirs";
                    case SYMLINKS -> "_symlink_list";
                };
        return load(command, r).put("saltenv", r.saltenv()).put("prefix", r.prefix());
    }

    private static ObjectNode receiveFile(MinionRequest.ReceiveFile r) {
        ObjectNode load = load("_file_recv", r);
        r.path().forEach(load.putArray("path")::add);
        return load.put("loc", r.loc()).put("size", r.size()).put("data", r.data());
    }
}
