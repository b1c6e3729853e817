package org.saltern.master;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.saltern.base.Json;

/**
 * What minions ask the master about running states ({@code _master_opts}); each component has the name of Salt's master
 * option in camel case.
 *
 * @param stateTopSaltenv null for none
 * @param jinjaEnv options of the Jinja environment, an object
 * @param jinjaSlsEnv the same for state files only
 */
public record StateSettings(
        String topFileMergingStrategy,
        List<String> envOrder,
        String defaultTop,
        String renderer,
        boolean failhard,
        String stateTop,
        String stateTopSaltenv,
        boolean stateAutoOrder,
        boolean stateEvents,
        boolean stateAggregate,
        ObjectNode jinjaEnv,
        ObjectNode jinjaSlsEnv,
        boolean jinjaLstripBlocks,
        boolean jinjaTrimBlocks) {
    /** Salt's defaults. */
    public static final StateSettings DEFAULT =
            new StateSettings(
                    "merge",
                    List.of(),
                    "base",
                    "jinja|yaml",
                    false,
                    "top.sls",
                    null,
                    true,
                    false,
                    false,
                    Json.object(),
                    Json.object(),
                    false,
                    false);

    public StateSettings {
        envOrder = List.copyOf(envOrder);
    }

    /**
     * The reply's sixteen keys in upstream's order, or the first four.
     *
     * @param environments the environments files are served in
     * @param nodegroups name → compound expression
     */
    ObjectNode asOptions(
            List<String> environments, ObjectNode nodegroups, boolean environmentsOnly) {
        ObjectNode options = Json.object();
        ObjectNode roots = options.putObject("file_roots");
        environments.forEach(roots::putArray);
        options.put("top_file_merging_strategy", topFileMergingStrategy);
        envOrder.forEach(options.putArray("env_order")::add);
        options.put("default_top", defaultTop);
        if (environmentsOnly) {
            return options;
        }
        options.put("renderer", renderer).put("failhard", failhard).put("state_top", stateTop);
        options.put("state_top_saltenv", stateTopSaltenv);
        options.set("nodegroups", nodegroups);
        options.put("state_auto_order", stateAutoOrder).put("state_events", stateEvents);
        options.put("state_aggregate", stateAggregate);
        options.set("jinja_env", jinjaEnv);
        options.set("jinja_sls_env", jinjaSlsEnv);
        options.put("jinja_lstrip_blocks", jinjaLstripBlocks);
        return options.put("jinja_trim_blocks", jinjaTrimBlocks);
    }
}
