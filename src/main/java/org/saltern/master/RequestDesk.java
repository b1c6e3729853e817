package org.saltern.master;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.saltern.access.Actor;
import org.saltern.access.Role;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.hosts.Group;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.wire.MinionRequest;
import org.saltern.wire.MinionRequest.MineGet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what a verified minion asks: one switch, one call of one room each. Reply shapes and refusals are upstream's. What a
 * Saltern does not offer is refused as a Salt master refuses what is not configured: syndics, peer publishing and runners, files
 * pushed to the master.
 */
final class RequestDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RequestDesk.class);

    private final MasterRooms rooms;
    private final MasterSettings settings;
    private final FileDesk files;
    private final EventDesk events;

    RequestDesk(MasterRooms rooms, MasterSettings settings, EventDesk events) {
        this.rooms = rooms;
        this.settings = settings;
        this.files = new FileDesk(rooms.files());
        this.events = events;
    }

    /** Blocks as long as the room does; run it on a virtual thread. Never fails: a bug is logged and answered as upstream does. */
    Answer answer(MinionRequest request) {
        try {
            return dispatch(request);
        } catch (Problem e) {
            LOG.info("{} is refused: {} ({})", named(request), e.what(), e.where());
            return Answer.refused();
        } catch (RuntimeException e) {
            LOG.error("{} failed", named(request), e);
            return request instanceof MinionRequest.Return
                    ? new Answer.Committed(CompletableFuture.failedFuture(e)) // it comes again
                    : Answer.failed();
        }
    }

    private Answer dispatch(MinionRequest request) {
        return switch (request) {
            case MinionRequest.Return r ->
                    new Answer.Committed(rooms.jobs().record(r.host(), r.load()));
            case MinionRequest.Pillar r -> pillar(r);
            case MinionRequest.FireEvents r -> events.take(r);
            case MinionRequest.MineUpdate r -> {
                rooms.mine().update(r.host(), r.data(), r.clear());
                yield Answer.yes();
            }
            case MineGet r -> new Answer.Value(mine(r));
            case MinionRequest.MineDelete r -> {
                rooms.mine().delete(r.host(), r.function());
                yield Answer.yes();
            }
            case MinionRequest.MineFlush r -> {
                rooms.mine().flush(r.host());
                yield Answer.yes();
            }
            case MinionRequest.MasterOptions r -> new Answer.Value(options(r));
            case MinionRequest.MasterTops r -> new Answer.Value(Json.object());
            case MinionRequest.FileHash r -> new Answer.Value(files.hash(r));
            case MinionRequest.FileFind r -> new Answer.Value(files.find(r));
            case MinionRequest.ServeFile r -> new Answer.Value(files.serve(r));
            case MinionRequest.ListFiles r -> new Answer.Value(files.list(r));
            case MinionRequest.FileEnvironments r -> new Answer.Value(files.environments());
            case MinionRequest.ReceiveFile r -> Answer.no();
            case MinionRequest.RevokeAuth r -> revoke(r.host());
            case MinionRequest.SyndicReturn r -> unconfigured(r, Answer.NIL);
            case MinionRequest.PeerPublish r -> unconfigured(r, Answer.refused());
            case MinionRequest.PeerReturns r -> unconfigured(r, Answer.refused());
            case MinionRequest.PeerRunner r -> unconfigured(r, Answer.refused());
            case MinionRequest.Malformed r -> malformed(r);
            case MinionRequest.Unknown r -> unconfigured(r, Answer.refused());
        };
    }

    private Answer pillar(MinionRequest.Pillar r) {
        try {
            rooms.hosts().recordGrains(r.host(), r.grains());
        } catch (Problem.BadInput e) {
            LOG.warn("The grains of {} are not kept: {}", r.host(), e.what());
        }
        return new Answer.Pillar(
                rooms.pillars().compile(r.host(), r.grains(), r.saltenv(), r.pillarenv()));
    }

    private ObjectNode mine(MineGet r) {
        Target target = Target.of(expression(r.target()), TargetType.of(r.targetType()));
        if (r.functions().size() == 1) {
            return mine(r.host(), target, r.functions().getFirst());
        }
        ObjectNode all = Json.object();
        r.functions().forEach(fun -> all.set(fun, mine(r.host(), target, fun)));
        return all;
    }

    private ObjectNode mine(HostId caller, Target target, String function) {
        ObjectNode values = Json.object();
        rooms.mine()
                .get(caller, target, function)
                .forEach((host, value) -> values.set(host.value(), value));
        return values;
    }

    private static String expression(JsonNode target) {
        return target.isArray()
                ? StreamSupport.stream(target.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(","))
                : target.asText();
    }

    private ObjectNode options(MinionRequest.MasterOptions r) {
        ObjectNode nodegroups = Json.object();
        if (!r.environmentsOnly()) {
            rooms.groups()
                    .list(Actor.system())
                    .forEach(group -> nodegroups.put(group.name(), compound(group)));
        }
        List<String> environments = rooms.files().environments();
        return settings.states().asOptions(environments, nodegroups, r.environmentsOnly());
    }

    /** A group as the compound expression that minions match themselves against in a top file. */
    private static String compound(Group group) {
        String members =
                group.members().isEmpty()
                        ? ""
                        : group.members().stream()
                                .map(HostId::value)
                                .collect(Collectors.joining(",", "L@", ""));
        if (group.rule().isBlank() || members.isEmpty()) {
            return group.rule().isBlank() ? members : group.rule();
        }
        return "( " + group.rule() + " ) or " + members;
    }

    private Answer revoke(HostId host) {
        if (!settings.keyRevoke()) {
            return Answer.no();
        }
        var minion = new Actor("minion " + host, Role.ADMINISTRATOR);
        rooms.hosts()
                .find(minion, host)
                .ifPresent(known -> rooms.keys().delete(minion, host, known.fingerprint()));
        return Answer.yes();
    }

    private static Answer unconfigured(MinionRequest request, Answer refusal) {
        LOG.info("{} is refused: this master does not offer it", named(request));
        return refusal;
    }

    private static Answer malformed(MinionRequest.Malformed r) {
        LOG.info("{} is refused: {}", named(r), Problem.shown(r.reason()));
        boolean verified =
                r.command().startsWith("_mi"); // these upstream checks before it runs them
        return verified ? Answer.refused() : Answer.failed();
    }

    private static String named(MinionRequest request) {
        String what =
                switch (request) {
                    case MinionRequest.Unknown r -> r.command();
                    case MinionRequest.Malformed r -> r.command();
                    default -> request.getClass().getSimpleName();
                };
        return "Request '" + Problem.shown(what) + "' of " + Problem.shown(request.host().value());
    }
}
