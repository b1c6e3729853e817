package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Supplier;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.modules.Minion;
import org.saltern.sls.Merging;
import org.saltern.wire.MinionRequest;

/** The minion as its functions see it: options, grains, pillar. */
final class Self implements Minion {
    private final HostId host;
    private final ObjectNode options;
    private final Supplier<ObjectNode> collector;
    private final Channel channel;
    private volatile ObjectNode grains;
    private volatile ObjectNode pillar = Json.object();

    /** @param collector collects the grains; asked once here */
    Self(
            HostId host,
            ObjectNode options,
            Supplier<ObjectNode> collector,
            Channel channel,
            ObjectNode grains) {
        this.host = host;
        this.options = options;
        this.collector = collector;
        this.channel = channel;
        this.grains = grains;
    }

    @Override
    public ObjectNode options() {
        return options.deepCopy();
    }

    @Override
    public ObjectNode grains() {
        return grains;
    }

    @Override
    public void refreshGrains() {
        grains = collector.get();
    }

    @Override
    public ObjectNode pillar() {
        return pillar;
    }

    @Override
    public boolean refreshPillar() throws IOException {
        pillar =
                fetch(options.path("pillarenv").asText(null), options.path("saltenv").asText(null));
        return true;
    }

    @Override
    public ObjectNode freshPillar(ObjectNode override, String pillarenv, String saltenv)
            throws IOException {
        ObjectNode fresh =
                fetch(pillarenv.isEmpty() ? null : pillarenv, saltenv.isEmpty() ? null : saltenv);
        return Merging.ofOptions(options).merge(fresh, override);
    }

    private ObjectNode fetch(String pillarenv, String saltenv) throws IOException {
        var request = new MinionRequest.Pillar(host, grains, saltenv, pillarenv, "");
        try {
            JsonNode answer = channel.pillar(request);
            return answer instanceof ObjectNode map ? map : Json.object();
        } catch (Problem.Unavailable e) {
            throw new IOException(e.what(), e);
        }
    }
}
