package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code service.*}: services that run, start at boot, or do not. Facts: Salt 3007, conformance cases host-service*. */
final class ServiceStates {
    private static final Support SUPPORT =
            new Support(
                    "System V scripts with update-rc.d; systemctl (not tested on a real host)",
                    "recorded cases of Salt 3007.0; " + Support.HOST + ", without systemd");

    private final Call call;
    private final Exec exec;
    private final String name;
    private final StateResult result;
    private final boolean test;

    private ServiceStates(Call call) {
        this.call = call;
        this.exec = new Exec(call);
        this.name = call.text("name");
        this.result = StateResult.of(call);
        this.test = call.context().test();
    }

    private interface Body {
        JsonNode run(ServiceStates state) throws Exception;
    }

    /** A service that cannot be asked or told is a failed state with the provider's words. */
    private static Function.Body body(Body body) {
        return call -> {
            var state = new ServiceStates(call);
            try {
                return body.run(state);
            } catch (ModuleError.Failed e) {
                return state.result.failed(e.getMessage()).tree();
            }
        };
    }

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("service.running")
                                .doc("A service that runs; enable says whether it starts at boot.")
                                .takes("name, enable=None, sig=None, init_delay=None, **kwargs")
                                .runs(body(ServiceStates::running)),
                        Function.named("service.dead")
                                .doc(
                                        "A service that does not run; enable says whether it starts"
                                                + " at boot.")
                                .takes("name, enable=None, sig=None, init_delay=None, **kwargs")
                                .runs(body(ServiceStates::dead)),
                        Function.named("service.enabled")
                                .doc("A service that starts at boot.")
                                .takes("name, **kwargs")
                                .runs(body(s -> s.boot(true))),
                        Function.named("service.disabled")
                                .doc("A service that does not start at boot.")
                                .takes("name, **kwargs")
                                .runs(body(s -> s.boot(false))),
                        Function.named("service.masked")
                                .doc("A service that cannot be started (systemd).")
                                .takes("name, runtime=False")
                                .runs(body(s -> s.mask(true))),
                        Function.named("service.unmasked")
                                .doc("A service that can be started (systemd).")
                                .takes("name, runtime=False")
                                .runs(body(s -> s.mask(false))),
                        Function.named("service.mod_watch")
                                .doc(
                                        "Reloads or restarts a service because what it watches"
                                                + " changed.")
                                .takes(
                                        "name, sfun=None, sig=None, reload=False,"
                                                + " full_restart=False, init_delay=None, force=False,"
                                                + " **kwargs")
                                .runs(body(ServiceStates::watch))));
    }

    private boolean status() throws Exception {
        JsonNode sig = call.optional("sig");
        return Values.isTrue(exec.run("service.status", Values.text(name), sig));
    }

    private JsonNode enable() {
        JsonNode enable = call.value("enable");
        if (enable.isTextual()) { // words as YAML has them
            return Values.of(
                    List.of("true", "yes", "on", "1")
                            .contains(enable.textValue().toLowerCase(java.util.Locale.ROOT)));
        }
        return enable;
    }

    private boolean wants(boolean boot) {
        return enable().isBoolean() && enable().booleanValue() == boot;
    }

    private JsonNode misnamed() {
        return result.failed(
                        "Service "
                                + name
                                + " uses non-existent option \"enabled\".  Perhaps \"enable\""
                                + " option was intended?")
                .tree();
    }

    private String absent() {
        return "The named service " + name + " is not available";
    }

    private String ifCreated(String participle) {
        return "Service "
                + name
                + " not present; if created in this state run, it would have been "
                + participle;
    }

    private String unmaskWords() throws Exception {
        if (!Values.isTrue(call.keyword("unmask"))) {
            return "";
        }
        boolean runtime = Values.isTrue(call.keyword("unmask_runtime"));
        ObjectNode arguments = Json.object().put("name", name).put("runtime", runtime);
        return org.saltern.modules.Modules.invoke(
                        call.context(),
                        StateBuiltins.modules().find("service.unmasked").orElseThrow(),
                        List.of(),
                        arguments)
                .value()
                .path("comment")
                .asText();
    }

    private static String joined(String one, String other) {
        return other.isEmpty() ? one : one + "\n" + other;
    }

    private JsonNode running() throws Exception {
        if (call.keywords().has("enabled")) {
            return misnamed();
        }
        if (!exec.is("service.available", name)) {
            return test
                    ? result.would(ifCreated("started")).tree()
                    : result.failed(absent()).tree();
        }
        boolean before = status();
        boolean enabledBefore = exec.is("service.enabled", name);
        String unmasked = unmaskWords();
        if (before) {
            result.done(joined("The service " + name + " is already running", unmasked));
            if (wants(true) && !enabledBefore) {
                setBoot(true, Values.none(), true);
            } else if (wants(false) && enabledBefore) {
                setBoot(false, Values.none(), true);
            }
            return result.tree();
        }
        if (test) {
            return result.would(joined("Service " + name + " is set to start", unmasked)).tree();
        }
        if (!exec.is("service.start", name)) {
            result.failed("Service " + name + " failed to start");
            bootAsAsked(Values.of(false), false);
            return result.tree();
        }
        delay();
        boolean after = status();
        if (after || enabledBefore != exec.is("service.enabled", name)) {
            result.change(name, Values.of(after));
        }
        if (after) {
            result.done("Started service " + name);
        } else {
            result.failed("Service " + name + " failed to start");
        }
        bootAsAsked(Values.of(after), after);
        return delayed(unmasked);
    }

    private void bootAsAsked(JsonNode started, boolean good) throws Exception {
        if (wants(true)) {
            setBoot(true, started, good);
        } else if (wants(false)) {
            setBoot(false, started, good);
        }
    }

    private void delay() throws InterruptedException {
        if (Values.isTrue(call.optional("init_delay"))) {
            Thread.sleep(Duration.ofMillis((long) (call.optional("init_delay").asDouble() * 1000)));
        }
    }

    private JsonNode delayed(String more) {
        String words = result.tree().path("comment").asText();
        if (Values.isTrue(call.optional("init_delay"))) {
            words +=
                    "\nDelayed return for "
                            + Values.asText(call.optional("init_delay"))
                            + " seconds";
        }
        return result.comment(joined(words, more)).tree();
    }

    private JsonNode dead() throws Exception {
        if (call.keywords().has("enabled")) {
            return misnamed();
        }
        if (!exec.is("service.available", name)) {
            return test ? result.would(ifCreated("stopped")).tree() : result.done(absent()).tree();
        }
        boolean before = status();
        boolean enabledBefore = exec.is("service.enabled", name);
        if (!before) {
            result.done("The service " + name + " is already dead");
            if (wants(true) && !enabledBefore) {
                setBoot(true, Values.none(), true);
            } else if (wants(false) && enabledBefore) {
                setBoot(false, Values.none(), true);
            }
            return result.tree();
        }
        if (test) {
            return result.would("Service " + name + " is set to be killed").tree();
        }
        if (!exec.is("service.stop", name)) {
            result.failed("Service " + name + " failed to die");
            bootAsAsked(Values.of(true), false);
            return result.tree();
        }
        delay();
        boolean after = status();
        if (!after || enabledBefore != exec.is("service.enabled", name)) {
            result.change(name, Values.of(after));
        }
        if (after) {
            result.failed("Service " + name + " failed to die");
        } else {
            result.done("Service " + name + " was killed");
        }
        bootAsAsked(Values.of(after), !after);
        return result.tree();
    }

    private JsonNode boot(boolean wanted) throws Exception {
        boolean there = exec.is("service.available", name);
        if (!there && test && wanted) {
            return result.would(ifCreated("enabled")).tree();
        }
        setBoot(wanted, Values.none(), true);
        return result.tree();
    }

    /**
     * Makes a service start at boot or not.
     *
     * @param started true: it runs; false: it does not; null node: nothing was asked of that
     * @param good what the result is when this works
     */
    private void setBoot(boolean wanted, JsonNode started, boolean good) throws Exception {
        if (!exec.is("service.available", name)) {
            if (wanted) {
                result.failed(absent());
            } else {
                result.done(absent());
            }
            return;
        }
        String verb = wanted ? "enable" : "disable";
        String now =
                started.isNull()
                        ? "is in the desired state"
                        : started.booleanValue() ? "is running" : "is dead";
        result.result(Values.of(good));
        if (exec.is("service." + verb + "d", name)) {
            result.comment("Service " + name + " is already " + verb + "d, and " + now);
            return;
        }
        if (test) {
            result.would("Service " + name + " set to be " + verb + "d");
            return;
        }
        if (exec.is("service." + verb, name)) {
            if (exec.is("service." + verb + "d", name)) {
                result.changes(Json.object().put(name, true));
            }
            result.comment("Service " + name + " has been " + verb + "d, and " + now);
            return;
        }
        String words = "Failed when setting service " + name + " to " + (wanted ? "" : "not ");
        words +=
                started.isNull()
                        ? "start at boot, but the service was already running"
                        : started.booleanValue()
                                ? wanted
                                        ? "start at boot, but the service is running"
                                        : "start at boot, and is running"
                                : "start at boot, and the service is dead";
        result.failed(words);
    }

    private JsonNode mask(boolean wanted) throws Exception {
        if (!exec.has("service.masked")) {
            return result.failed("Service masking not available on this minion").tree();
        }
        JsonNode runtime = call.value("runtime");
        String kind = (call.flag("runtime") ? "runtime " : "") + "masked";
        String action = (call.flag("runtime") ? "runtime " : "") + (wanted ? "masked" : "unmasked");
        boolean now = Values.isTrue(exec.run("service.masked", Values.text(name), runtime));
        if (now == wanted) {
            return result.done(
                            "Service "
                                    + name
                                    + (wanted ? " is already " : " was already ")
                                    + action)
                    .tree();
        }
        if (test) {
            return result.change(kind, Values.of(now), Values.of(wanted))
                    .would("Service " + name + " would be " + action)
                    .tree();
        }
        exec.run(wanted ? "service.mask" : "service.unmask", Values.text(name), runtime);
        boolean after = Values.isTrue(exec.run("service.masked", Values.text(name), runtime));
        return after == wanted
                ? result.change(kind, Values.of(now), Values.of(wanted))
                        .done("Service " + name + " was " + action)
                        .tree()
                : result.failed("Failed to " + (wanted ? "mask" : "unmask") + " service " + name)
                        .tree();
    }

    private JsonNode watch() throws Exception {
        String sfun = call.text("sfun");
        if (!sfun.equals("running") && !sfun.equals("dead")) {
            return result.failed("Unable to trigger watch for service." + sfun).tree();
        }
        boolean runs = status();
        if (sfun.equals("dead") && !runs) {
            return result.done("Service is already stopped").tree();
        }
        String verb = sfun.equals("dead") ? "stop" : runs ? again() : "start";
        String function =
                switch (verb) {
                    case "forcefully reload" -> "service.force_reload";
                    case "fully restart" -> "service.full_restart";
                    default -> "service." + verb;
                };
        String participle = verb.equals("stop") ? "stopped" : verb + "ed";
        if (test) {
            return result.would("Service is set to be " + participle).tree();
        }
        if (verb.equals("start")) {
            exec.run("service.stop", name); // it may be half dead
        }
        JsonNode done = exec.run(function, name);
        delay();
        result.change(name, done);
        return Values.isTrue(done)
                ? result.done("Service " + participle).tree()
                : result.changes(Json.object().set(name, done))
                        .failed("Failed to " + verb + " the service")
                        .tree();
    }

    private String again() {
        if (call.flag("reload") && exec.has("service.reload")) {
            return call.flag("force") && exec.has("service.force_reload")
                    ? "forcefully reload"
                    : "reload";
        }
        return call.flag("full_restart") && exec.has("service.full_restart")
                ? "fully restart"
                : "restart";
    }
}
