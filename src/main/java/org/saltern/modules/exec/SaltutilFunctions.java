package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;

/** {@code saltutil.*}: the minion itself, its jobs, its knowledge. */
final class SaltutilFunctions {
    private static final int TERM = 15;
    private static final int KILL = 9;
    private static final String SYNC =
            "saltenv=None, refresh=True, extmod_whitelist=None, extmod_blacklist=None";

    /** Kinds of code that upstream minions fetch from the master and run; this one runs built-in functions only. */
    private static final List<String> KINDS =
            List.of(
                    "clouds",
                    "beacons",
                    "modules",
                    "states",
                    "sdb",
                    "grains",
                    "renderers",
                    "returners",
                    "output",
                    "utils",
                    "log_handlers",
                    "executors",
                    "proxymodules",
                    "engines",
                    "thorium",
                    "serializers",
                    "matchers",
                    "pillar");

    private SaltutilFunctions() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(jobs());
        all.addAll(endingJobs());
        all.addAll(refreshes());
        all.addAll(syncs());
        return all;
    }

    private static List<Function> jobs() {
        return List.of(
                Function.named("saltutil.running")
                        .doc("Answers the jobs that this minion is working on.")
                        .runs(call -> Values.list(others(call))),
                Function.named("saltutil.find_job")
                        .doc("Answers a running job, an empty map when it does not run here.")
                        .arg("jid")
                        .runs(SaltutilFunctions::find),
                Function.named("saltutil.is_running")
                        .doc(
                                "Answers the running jobs whose function matches a pattern.\n\n"
                                        + "    salt '*' saltutil.is_running 'cmd.*'")
                        .arg("fun")
                        .runs(SaltutilFunctions::isRunning),
                Function.named("saltutil.find_cached_job")
                        .doc(
                                "Answers the return of a finished job while this minion still keeps"
                                        + " it.")
                        .arg("jid")
                        .runs(SaltutilFunctions::cached));
    }

    private static List<Function> endingJobs() {
        return List.of(
                Function.named("saltutil.signal_job")
                        .doc(
                                "Sends a signal to a running job: 15 and 9 end it with all"
                                        + " processes it started.")
                        .takes("jid, sig")
                        .runs(
                                call ->
                                        Values.text(
                                                signal(
                                                        call,
                                                        call.text("jid"),
                                                        (int) call.number("sig")))),
                Function.named("saltutil.term_job")
                        .doc("Ends a running job (SIGTERM).")
                        .arg("jid")
                        .runs(call -> Values.text(signal(call, call.text("jid"), TERM))),
                Function.named("saltutil.kill_job")
                        .doc("Ends a running job at once (SIGKILL).")
                        .arg("jid")
                        .runs(call -> Values.text(signal(call, call.text("jid"), KILL))),
                Function.named("saltutil.term_all_jobs")
                        .doc("Ends all running jobs but this one (SIGTERM).")
                        .runs(call -> signalAll(call, TERM)),
                Function.named("saltutil.kill_all_jobs")
                        .doc("Ends all running jobs but this one at once (SIGKILL).")
                        .runs(call -> signalAll(call, KILL)));
    }

    private static List<Function> refreshes() {
        return List.of(
                Function.named("saltutil.refresh_pillar")
                        .doc("Fetches the pillar from the master again; answers whether it came.")
                        .takes("wait=False, timeout=30, clean_cache=True")
                        .runs(call -> Values.of(call.context().minion().refreshPillar())),
                Function.named("saltutil.pillar_refresh")
                        .doc("Fetches the pillar from the master again; answers whether it came.")
                        .takes("wait=False, timeout=30, clean_cache=True")
                        .runs(call -> Values.of(call.context().minion().refreshPillar())),
                Function.named("saltutil.refresh_grains")
                        .doc(
                                "Collects the grains again, and the pillar unless"
                                        + " refresh_pillar=False.")
                        .keywords()
                        .runs(SaltutilFunctions::refreshGrains),
                Function.named("saltutil.refresh_modules")
                        .doc(
                                "Answers True: the functions of this minion are built in and always"
                                        + " current.")
                        .keywords()
                        .runs(call -> Values.of(true)));
    }

    private static List<Function> syncs() {
        var all = new ArrayList<Function>();
        all.add(
                Function.named("saltutil.sync_all")
                        .doc(
                                "Answers what was fetched, by kind: always nothing, because this"
                                        + " minion runs built-in functions only. Grains and pillar are"
                                        + " refreshed unless refresh=False.")
                        .takes(SYNC + ", clean_pillar_cache=False")
                        .runs(SaltutilFunctions::syncAll));
        for (String kind : KINDS) {
            all.add(
                    Function.named("saltutil.sync_" + kind)
                            .doc(
                                    "Answers an empty list: this minion fetches no code of kind '"
                                            + kind
                                            + "'.")
                            .takes(
                                    SYNC
                                            + (kind.equals("grains") || kind.equals("pillar")
                                                    ? ", clean_pillar_cache=False"
                                                    : ""))
                            .runs(call -> Json.array()));
        }
        return all;
    }

    private static String self(Call call) {
        return call.context().job().path("jid").asText("");
    }

    /** Upstream leaves out the job that asks. */
    private static List<ObjectNode> others(Call call) {
        String self = self(call);
        return call.context().jobs().running().stream()
                .filter(j -> !j.path("jid").asText().equals(self))
                .toList();
    }

    private static JsonNode find(Call call) {
        String jid = call.text("jid");
        return others(call).stream()
                .filter(j -> j.path("jid").asText().equals(jid))
                .findFirst()
                .orElse(Json.object());
    }

    private static JsonNode isRunning(Call call) {
        String pattern = call.text("fun");
        return Values.list(
                others(call).stream().filter(j -> isMeant(pattern, j.path("fun"))).toList());
    }

    private static boolean isMeant(String pattern, JsonNode fun) {
        for (JsonNode one : Trees.elements(fun)) {
            if (Globs.matches(pattern, one.asText())) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode cached(Call call) {
        String jid = call.text("jid");
        return call.context()
                .jobs()
                .cached(jid)
                .orElseGet(
                        () ->
                                Values.text(
                                        "Job "
                                                + org.saltern.base.Problem.shown(jid)
                                                + " is not kept on this minion"));
    }

    private static String signal(Call call, String jid, int signal) {
        JsonNode job =
                others(call).stream()
                        .filter(j -> j.path("jid").asText().equals(jid))
                        .findFirst()
                        .orElse(null);
        if (job == null) {
            return "";
        }
        return call.context().jobs().signal(jid, signal)
                ? "Signal " + signal + " sent to job " + jid + " at pid " + job.path("pid").asText()
                : "Job " + jid + " was not running and job data has been cleaned up";
    }

    private static JsonNode signalAll(Call call, int signal) {
        ArrayNode out = Json.array();
        others(call).forEach(j -> out.add(signal(call, j.path("jid").asText(), signal)));
        return out;
    }

    private static JsonNode refreshGrains(Call call) throws IOException {
        call.context().minion().refreshGrains();
        JsonNode pillar = call.keyword("refresh_pillar");
        if (pillar.isNull() || Values.isTrue(pillar)) {
            call.context().minion().refreshPillar();
        }
        return Values.of(true);
    }

    private static JsonNode syncAll(Call call) throws IOException {
        if (call.flag("refresh")) {
            call.context().minion().refreshGrains();
            call.context().minion().refreshPillar();
        }
        ObjectNode out = Json.object();
        KINDS.forEach(out::putArray);
        return out;
    }
}
