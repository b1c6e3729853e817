package org.saltern.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.hosts.Targets;
import org.saltern.jobs.Call;
import org.saltern.jobs.Dispatch;
import org.saltern.jobs.Job;
import org.saltern.wire.Publication;
import org.saltern.wire.Publications;
import org.saltern.wire.PublishPort;

/**
 * Publishes jobs to agents: sealed with the AES key of the moment, signed, numbered. Exactly the pinned hosts are addressed: as a
 * list, or, when they are many and the expression still means none but them, by the expression. Thread-safe.
 */
public final class PublishDispatch implements Dispatch {
    /** The most hosts that are addressed by name although the expression would do. */
    private static final int LONGEST_LIST = 300;

    private static final String EVERYBODY = "broadcast";

    private final MasterKeys keys;
    private final PublishPort port;
    private final Targets targets;
    private final boolean topics;
    private final SigAlgorithm signature;

    public PublishDispatch(
            MasterKeys keys, PublishPort port, Targets targets, MasterSettings settings) {
        this.keys = keys;
        this.port = port;
        this.targets = targets;
        this.topics = settings.topics();
        this.signature = settings.signatures().publications();
    }

    @Override
    public void send(Job job, List<HostId> hosts) {
        publish(job, hosts);
    }

    @Override
    public void ask(Job job, List<HostId> hosts) {
        publish(job, hosts);
    }

    private void publish(Job job, List<HostId> hosts) {
        ObjectNode load = Json.object();
        addCalls(load, job.calls());
        boolean byName = !isStillExactly(job.target(), hosts);
        if (byName) {
            hosts.forEach(host -> load.withArray("tgt").add(host.value()));
        } else {
            load.put("tgt", job.target().expression());
        }
        load.put("jid", job.jid().value()).put("ret", job.returners());
        TargetType type = byName ? TargetType.LIST : job.target().type();
        load.put("tgt_type", type.wireName()).put("user", job.user());
        if (!byName && !job.target().delimiter().equals(":")) {
            load.put("delimiter", job.target().delimiter());
        }
        if (job.metadata() != null && !job.metadata().isEmpty()) {
            load.set("metadata", job.metadata());
        }
        send(new Publication(load, topics(type, hosts)));
    }

    /** One call plain; several as lists that run side by side. */
    private static void addCalls(ObjectNode load, List<Call> calls) {
        if (calls.size() == 1) {
            load.put("fun", calls.getFirst().function());
            load.set("arg", array(calls.getFirst().arguments()));
            return;
        }
        ArrayNode functions = load.putArray("fun");
        ArrayNode arguments = load.putArray("arg");
        for (Call call : calls) {
            functions.add(call.function());
            arguments.add(array(call.arguments()));
        }
    }

    private static ArrayNode array(List<JsonNode> values) {
        ArrayNode array = Json.array();
        values.forEach(array::add);
        return array;
    }

    /**
     * Whether the expression can stand for the hosts: they are many, minions understand it, and on the master it matches exactly
     * them. Groups and ranges are known to the master alone.
     */
    private boolean isStillExactly(Target target, List<HostId> hosts) {
        boolean understood =
                !Targets.isForMasterOnly(target)
                        && target.type() != TargetType.LIST
                        && target.type() != TargetType.PILLAR_EXACT;
        if (hosts.size() <= LONGEST_LIST || !understood) {
            return false;
        }
        Set<HostId> pinned = new HashSet<>(hosts);
        try {
            return pinned.containsAll(targets.resolve(target).matched());
        } catch (Problem e) {
            return false; // what it meant when the job started cannot be said any more
        }
    }

    private List<String> topics(TargetType type, List<HostId> hosts) {
        if (!topics) {
            return List.of();
        }
        return switch (type) {
            case GLOB, PCRE, LIST -> hosts.stream().map(PublishDispatch::topic).toList();
            default -> List.of(EVERYBODY);
        };
    }

    /** Lower-case hex SHA-1 of the id, to which a filtering minion subscribes. */
    private static String topic(HostId host) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] id = host.value().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(sha1.digest(id));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    private void send(Publication publication) {
        keys.withCurrent(
                aes -> {
                    List<byte[][]> messages =
                            Publications.seal(
                                    publication,
                                    aes.nextSerial(),
                                    aes.crypticle(),
                                    keys.rsa(),
                                    signature);
                    messages.forEach(port::send);
                    return messages.size();
                });
    }
}
