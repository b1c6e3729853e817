package org.saltern.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.saltern.base.HostId;

/** The pillar of each host. There is no pillar tree yet, so every host's pillar is empty. */
public final class Pillars {
    /** Compiled for the verified id only. */
    public ObjectNode compile(HostId host, ObjectNode grains, String saltenv, String pillarenv) {
        return org.saltern.base.Json.object();
    }
}
