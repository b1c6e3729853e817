package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.List;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.modules.MasterLink;
import org.saltern.wire.MinionRequest;

/** Events and mine over the wire. */
final class MasterBus implements MasterLink {
    private final HostId host;
    private final Channel channel;

    MasterBus(HostId host, Channel channel) {
        this.host = host;
        this.channel = channel;
    }

    @Override
    public boolean fire(String tag, JsonNode data) throws IOException {
        return fire(Json.object().put("tag", tag).set("data", data));
    }

    /** A whole event load: tag, data, and what else upstream puts beside them. */
    boolean fire(ObjectNode load) throws IOException {
        var event = new MinionRequest.FireEvents.Fired(load.path("tag").asText(), load);
        ask(new MinionRequest.FireEvents(host, List.of(event), null));
        return true;
    }

    @Override
    public boolean sendMine(ObjectNode data, boolean clear) throws IOException {
        return ask(new MinionRequest.MineUpdate(host, data, clear)).asBoolean(false);
    }

    @Override
    public JsonNode mine(String target, List<String> functions, String targetType)
            throws IOException {
        return ask(
                new MinionRequest.MineGet(host, TextNode.valueOf(target), targetType, functions));
    }

    @Override
    public boolean deleteMine(String function) throws IOException {
        return ask(new MinionRequest.MineDelete(host, function)).asBoolean(false);
    }

    @Override
    public boolean flushMine() throws IOException {
        return ask(new MinionRequest.MineFlush(host)).asBoolean(false);
    }

    private JsonNode ask(MinionRequest request) throws IOException {
        try {
            return channel.ask(request);
        } catch (Problem.Unavailable e) {
            throw new IOException(e.what(), e);
        }
    }
}
