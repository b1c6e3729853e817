package org.saltern.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.saltern.base.Json;

/** Follows a job until its last host has answered or been given up, or only parked hosts are left: each question waits at the server for news. */
final class Follower {
    private static final int WAIT_SECONDS = 30;

    /** Hears what happened. */
    interface Listener {
        /** @param row id, state, reason and, once returned, return, retcode, success, out */
        void changed(JsonNode row);
    }

    private final Api api;
    private final String jid;

    Follower(Api api, String jid) {
        this.api = api;
        this.jid = jid;
    }

    void follow(Listener listener) {
        long seq = 0;
        JsonNode news;
        do {
            ObjectNode question =
                    Json.object().put("jid", jid).put("seq", seq).put("wait", WAIT_SECONDS);
            news = api.runner("saltern.job_changes", question);
            seq = news.path("seq").asLong(seq);
            news.path("hosts").forEach(listener::changed);
        } while (!news.path("finished").asBoolean() && !news.path("waiting").asBoolean());
    }
}
