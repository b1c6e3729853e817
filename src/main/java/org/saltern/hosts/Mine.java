package org.saltern.hosts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.saltern.base.HostId;

/** Values that hosts offer to other hosts. Limits: 1 MiB a function, 5 MiB a host. Thread-safe. */
public final class Mine {
    /** Merges, or replaces when {@code clear}. */
    public void update(HostId owner, ObjectNode data, boolean clear) {
        throw new UnsupportedOperationException();
    }

    /** The value of one function on each matching host that offers it and lets {@code caller} see it. */
    public Map<HostId, JsonNode> get(HostId caller, Target target, String function) {
        throw new UnsupportedOperationException();
    }

    public void delete(HostId owner, String function) {
        throw new UnsupportedOperationException();
    }

    public void flush(HostId owner) {
        throw new UnsupportedOperationException();
    }

    /** All functions offered by one host, for the host page: function → value. */
    public List<String> functions(HostId owner) {
        throw new UnsupportedOperationException();
    }
}
