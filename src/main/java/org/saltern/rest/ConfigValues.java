package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.saltern.access.Actor;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.hosts.Group;
import org.saltern.hosts.Groups;

/**
 * Upstream's {@code config.values} wheel. Upstream sends every option, secrets among them; this sends only names that clients
 * are known to read.
 */
final class ConfigValues {
    private static final Set<String> SHOWN =
            Set.of(
                    "interface",
                    "publish_port",
                    "ret_port",
                    "timeout",
                    "worker_threads",
                    "file_roots",
                    "reactor",
                    "order_masters",
                    "syndic_master",
                    "cluster_id",
                    "cluster_peers",
                    "state_output",
                    "state_output_pct",
                    "state_verbose",
                    "state_compress_ids",
                    "test_providers_target");

    private static final String CLIENT_OPTIONS = "saltgui_";

    private final Groups groups;
    private final RestSettings settings;

    ConfigValues(Groups groups, RestSettings settings) {
        this.groups = groups;
        this.settings = settings;
    }

    List<Offered> functions() {
        return List.of(
                new Offered(
                        "config.values",
                        "Master options that clients read; never a secret.",
                        this::values));
    }

    private JsonNode values(Actor actor, Params params) {
        actor.require(Permission.SEE);
        ObjectNode out = settings.options().deepCopy();
        out.properties().removeIf(e -> !isShown(e.getKey()));
        out.put("id", settings.masterId());
        ObjectNode nodegroups = out.putObject("nodegroups");
        groups.list(actor).forEach(group -> nodegroups.put(group.name(), expression(group)));
        return out;
    }

    private static boolean isShown(String name) {
        return SHOWN.contains(name) || name.startsWith(CLIENT_OPTIONS);
    }

    /** A group as the compound expression upstream's {@code nodegroups} would hold. */
    private static String expression(Group group) {
        String members =
                group.members().isEmpty()
                        ? ""
                        : "L@"
                                + String.join(
                                        ",", group.members().stream().map(HostId::value).toList());
        if (members.isEmpty() || group.rule().isBlank()) {
            return members.isEmpty() ? group.rule() : members;
        }
        return members + " or ( " + group.rule() + " )";
    }
}
