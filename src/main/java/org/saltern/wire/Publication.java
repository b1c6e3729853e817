package org.saltern.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One publish on port 4505, before sealing: the load's fields as upstream names them, without {@code serial}, which the
 * sealer adds.
 *
 * @param load fun, arg, tgt, tgt_type, jid, ret, user and what else the job carries
 * @param topics with {@code zmq_filtering}: one two-frame message per topic; empty for one plain message
 */
public record Publication(ObjectNode load, List<String> topics) {
    public Publication {
        topics = List.copyOf(topics);
    }
}
