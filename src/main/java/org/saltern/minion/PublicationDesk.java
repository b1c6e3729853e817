package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.saltern.base.Problem;
import org.saltern.modules.Minion;
import org.saltern.targets.Expressions;
import org.saltern.targets.Subject;
import org.saltern.targets.Truth;
import org.saltern.wire.BadMessage;
import org.saltern.wire.Publications;
import org.saltern.wire.PublishClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what comes from the publish port: sealed and signed by the pinned master, newer than all before, a job that was not
 * heard yet, meant for this minion. What passes goes to the job runner; everything else costs a log line.
 */
final class PublicationDesk implements PublishClient.Ear {
    private static final Logger LOG = LoggerFactory.getLogger(PublicationDesk.class);
    private static final int MOST_WAITING = 1000;

    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Sessions sessions;
    private final Heard heard;
    private final Minion minion;
    private final boolean signedOnly;
    private final Consumer<ObjectNode> jobs;

    /** @param jobs takes the load of each job this minion is to run; returns soon */
    PublicationDesk(
            Sessions sessions,
            Heard heard,
            Minion minion,
            boolean signedOnly,
            Consumer<ObjectNode> jobs) {
        this.sessions = sessions;
        this.heard = heard;
        this.minion = minion;
        this.signedOnly = signedOnly;
        this.jobs = jobs;
    }

    @Override
    public void hear(byte[] payload) {
        if (!waiting.offer(payload)) {
            LOG.warn("{} publications wait already: one is dropped", MOST_WAITING);
        }
    }

    /** Works through the publications, one after the other, until interrupted. */
    void work() throws InterruptedException {
        while (true) {
            byte[] payload = waiting.take();
            try {
                judge(payload);
            } catch (BadMessage e) {
                LOG.warn("A publication is refused: {}", e.getMessage());
            } catch (Problem e) {
                LOG.warn("A publication could not be read: {}. {}", e.what(), e.fix());
            } catch (RuntimeException e) {
                LOG.error("A publication was lost to a bug", e);
            }
        }
    }

    private void judge(byte[] payload) throws BadMessage {
        Optional<Session> now = sessions.current();
        if (now.isEmpty()) {
            return; // not accepted: no publication is for us
        }
        Session session = now.get();
        Optional<Publications.Opened> opened = open(payload, session);
        if (opened.isEmpty()) {
            session = sessions.renew(session);
            opened = open(payload, session);
        }
        if (opened.isEmpty()) {
            LOG.warn("A publication is sealed with a key that is not the master's now: ignored");
            return;
        }
        long serial = opened.get().serial();
        if (!session.isNew(serial)) {
            LOG.warn(
                    "A publication with the old serial {} is refused: somebody replays it", serial);
            return;
        }
        heard.remember(session.aesDigest(), serial);
        ObjectNode load = opened.get().publication().load();
        if (isComplete(load) && isMeant(load) && heard.isNew(load.get("jid").asText())) {
            jobs.accept(load);
        }
    }

    private Optional<Publications.Opened> open(byte[] payload, Session session) throws BadMessage {
        return Publications.open(payload, session.publications(), session.master(), signedOnly);
    }

    private static boolean isComplete(ObjectNode load) {
        JsonNode fun = load.path("fun");
        boolean complete =
                load.path("jid").isTextual()
                        && (fun.isTextual() || fun.isArray())
                        && load.path("arg").isArray()
                        && (load.path("tgt").isTextual() || load.path("tgt").isArray());
        if (!complete) {
            LOG.warn("A publication without jid, fun, arg or tgt is ignored");
        }
        return complete;
    }

    /** Whether the target names this minion; an expression that does not parse names nobody. */
    private boolean isMeant(ObjectNode load) {
        try {
            var subject =
                    new Subject(
                            minion.options().path("id").asText(), minion.grains(), minion.pillar());
            return Expressions.parse(
                                    load.path("tgt_type").asText("glob"),
                                    target(load.get("tgt")),
                                    load.path("delimiter").asText(":"))
                            .test(subject)
                    == Truth.YES;
        } catch (Problem.BadInput e) {
            LOG.warn("A target is not understood: {}", e.what());
            return false;
        }
    }

    private static String target(JsonNode target) {
        if (!target.isArray()) {
            return target.textValue();
        }
        StringJoiner ids = new StringJoiner(",");
        target.forEach(id -> ids.add(id.asText()));
        return ids.toString();
    }
}
