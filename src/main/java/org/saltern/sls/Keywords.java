package org.saltern.sls;

import java.util.HashSet;
import java.util.Set;

/** The words that belong to the state system and never reach a state function (facts: salt/state.py). */
public final class Keywords {
    /** Names of requisites. */
    public static final Set<String> REQUISITES =
            Set.of(
                    "onchanges",
                    "onchanges_any",
                    "onfail",
                    "onfail_any",
                    "onfail_all",
                    "onfail_stop",
                    "prereq",
                    "prerequired",
                    "watch",
                    "watch_any",
                    "require",
                    "require_any",
                    "listen");

    /** Requisites seen from the other side. */
    public static final Set<String> REQUISITES_IN =
            Set.of("onchanges_in", "onfail_in", "prereq_in", "watch_in", "require_in", "listen_in");

    private static final Set<String> RUNTIME =
            Set.of(
                    "fun",
                    "state",
                    "check_cmd",
                    "cmd_opts_exclude",
                    "failhard",
                    "onlyif",
                    "unless",
                    "creates",
                    "retry",
                    "order",
                    "parallel",
                    "prereq",
                    "prereq_in",
                    "prerequired",
                    "reload_modules",
                    "reload_grains",
                    "reload_pillar",
                    "runas",
                    "runas_password",
                    "fire_event",
                    "saltenv",
                    "umask",
                    "use",
                    "use_in",
                    "__env__",
                    "__sls__",
                    "__id__",
                    "__sls_included_from__",
                    "__orchestration_jid__",
                    "__pub_user",
                    "__pub_arg",
                    "__pub_jid",
                    "__pub_fun",
                    "__pub_tgt",
                    "__pub_ret",
                    "__pub_pid",
                    "__pub_tgt_type",
                    "__prereq__",
                    "__prerequired__",
                    "__umask__");

    /** All of them. */
    public static final Set<String> INTERNAL = all();

    private Keywords() {}

    private static Set<String> all() {
        var all = new HashSet<>(REQUISITES);
        all.addAll(REQUISITES_IN);
        all.addAll(RUNTIME);
        return Set.copyOf(all);
    }
}
