package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code event.*} and {@code mine.*}: what a minion tells its master and other minions. */
final class MasterFunctions {
    private static final Logger LOG = LoggerFactory.getLogger(MasterFunctions.class);
    private static final List<String> OWN = List.of("mine_function", "allow_tgt", "allow_tgt_type");

    private MasterFunctions() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(events());
        all.addAll(mine());
        return all;
    }

    private static List<Function> events() {
        return List.of(
                Function.named("event.fire_master")
                        .doc(
                                "Fires an event on the master's bus.\n\n"
                                        + "    salt '*' event.fire_master '{\"disk\": \"full\"}'"
                                        + " site/disk")
                        .takes("data, tag, preload=None")
                        .runs(
                                call ->
                                        Values.of(
                                                call.context()
                                                        .master()
                                                        .fire(
                                                                call.text("tag"),
                                                                call.value("data")))),
                Function.named("event.send")
                        .doc(
                                "Fires an event on the master's bus, with data and keyword"
                                        + " arguments, and on wish grains or pillar.\n\n"
                                        + "    salt '*' event.send site/deployed version=1.2")
                        .takes(
                                "tag, data=None, preload=None, with_env=False, with_grains=False,"
                                        + " with_pillar=False, with_env_opts=False, **kwargs")
                        .runs(MasterFunctions::send));
    }

    private static List<Function> mine() {
        return List.of(
                Function.named("mine.send")
                        .doc(
                                "Runs a function and stores its answer in the mine, where other"
                                        + " minions can read it.\n\n"
                                        + "    salt '*' mine.send addresses"
                                        + " mine_function=network.ip_addrs interface=eth0")
                        .takes("name, *args, **kwargs")
                        .runs(MasterFunctions::sendMine),
                Function.named("mine.get")
                        .doc("Answers what minions stored in the mine, by minion.")
                        .takes("tgt, fun, tgt_type='glob', exclude_minion=False")
                        .runs(MasterFunctions::getMine),
                Function.named("mine.update")
                        .doc(
                                "Runs all functions of the option mine_functions and stores their"
                                        + " answers in the mine.")
                        .takes("clear=False, mine_functions=None")
                        .runs(MasterFunctions::update),
                Function.named("mine.delete")
                        .doc("Removes one function's answer from the mine.")
                        .arg("fun")
                        .runs(
                                call ->
                                        Values.of(
                                                call.context()
                                                        .master()
                                                        .deleteMine(call.text("fun")))),
                Function.named("mine.flush")
                        .doc("Removes everything that this minion stored in the mine.")
                        .runs(call -> Values.of(call.context().master().flushMine())),
                Function.named("mine.valid")
                        .doc(
                                "Answers the functions that mine.update runs, None when there are"
                                        + " none.")
                        .runs(MasterFunctions::valid));
    }

    private static JsonNode send(Call call) throws IOException {
        ObjectNode data = Json.object();
        subset(call.value("with_grains"), call.context().grains())
                .ifPresent(g -> data.set("grains", g));
        subset(call.value("with_pillar"), call.context().pillar())
                .ifPresent(p -> data.set("pillar", p));
        if (Values.isTrue(call.value("with_env"))) {
            ObjectNode env = Json.object();
            call.machine().environment().forEach(env::put);
            subset(call.value("with_env"), env).ifPresent(e -> data.set("environ", e));
        }
        if (call.flag("with_env_opts")) {
            data.put("saltenv", Options.environment(call.context()));
            data.set(
                    "pillarenv",
                    call.context().options().path("pillarenv").isMissingNode()
                            ? Values.none()
                            : call.context().options().get("pillarenv"));
        }
        call.keywords().properties().forEach(e -> data.set(e.getKey(), e.getValue()));
        call.value("data").properties().forEach(e -> data.set(e.getKey(), e.getValue()));
        return Values.of(call.context().master().fire(call.text("tag"), data));
    }

    private static Optional<JsonNode> subset(JsonNode wish, ObjectNode of) {
        if (!Values.isTrue(wish)) {
            return Optional.empty();
        }
        if (!wish.isArray()) {
            return Optional.of(of);
        }
        ObjectNode out = Json.object();
        Call.texts(wish).stream().filter(of::has).forEach(k -> out.set(k, of.get(k)));
        return Optional.of(out);
    }

    private static JsonNode sendMine(Call call) throws IOException, InterruptedException {
        ObjectNode keywords = Trees.withoutPublication(call.keywords());
        String name = call.text("name");
        String function = keywords.path("mine_function").asText(name);
        JsonNode allow = keywords.path("allow_tgt");
        JsonNode allowType = keywords.path("allow_tgt_type");
        OWN.forEach(keywords::remove);
        Optional<JsonNode> answer = answer(call, function, call.more(), keywords);
        if (answer.isEmpty()) {
            return Values.of(false);
        }
        ObjectNode data = Json.object();
        data.set(name, guarded(answer.get(), allow, allowType));
        return Values.of(call.context().master().sendMine(data, false));
    }

    /** Facts: an answer that only some minions may read is wrapped (commands.md of the protocol: mine storage). */
    private static JsonNode guarded(JsonNode answer, JsonNode allow, JsonNode type) {
        if (!Values.isTrue(allow)) {
            return answer;
        }
        ObjectNode out = Json.object().put("__saltmine_acl__", 1);
        out.set("__data__", answer);
        out.set("allow_tgt", allow);
        if (Values.isTrue(type)) {
            out.set("allow_tgt_type", type);
        }
        return out;
    }

    private static Optional<JsonNode> answer(
            Call call, String function, List<JsonNode> args, ObjectNode keywords)
            throws InterruptedException {
        var all = new ArrayList<>(args);
        all.add(keywords.deepCopy().put("__kwarg__", true));
        try {
            return Optional.of(
                    call.context()
                            .modules()
                            .run(call.context().with(Json.object()), function, all));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("{} failed, so the mine does not get it", function, e);
            return Optional.empty();
        }
    }

    private static JsonNode getMine(Call call) throws IOException {
        List<String> functions = call.texts("fun");
        JsonNode all =
                call.context().master().mine(call.text("tgt"), functions, call.text("tgt_type"));
        if (call.flag("exclude_minion") && all.isObject()) {
            ((ObjectNode) all).remove(Options.id(call.context()));
        }
        return all;
    }

    /** The option or pillar mine_functions as a map: name to arguments. */
    private static ObjectNode functions(Call call) {
        ObjectNode out = Json.object();
        JsonNode pillar = call.context().pillar().path("mine_functions");
        JsonNode configured =
                pillar.isMissingNode() ? call.context().options().path("mine_functions") : pillar;
        JsonNode given = call.optional("mine_functions");
        JsonNode source = Values.isTrue(given) ? given : configured;
        if (source.isArray()) {
            source.forEach(f -> out.putArray(Values.asText(f)));
        } else {
            source.properties().forEach(e -> out.set(e.getKey(), e.getValue()));
        }
        return out;
    }

    private static JsonNode valid(Call call) {
        ObjectNode functions = functions(call);
        return functions.isEmpty() ? Values.none() : functions;
    }

    private static JsonNode update(Call call) throws IOException, InterruptedException {
        ObjectNode data = Json.object();
        for (Map.Entry<String, JsonNode> e : functions(call).properties()) {
            var plan = new MinePlan(e.getKey(), e.getValue());
            Optional<JsonNode> answer =
                    answer(call, plan.function(), plan.arguments(), plan.keywords());
            answer.ifPresent(
                    a ->
                            data.set(
                                    e.getKey(),
                                    guarded(
                                            a,
                                            plan.option("allow_tgt"),
                                            plan.option("allow_tgt_type"))));
        }
        return data.isEmpty()
                ? Values.none()
                : Values.of(call.context().master().sendMine(data, call.flag("clear")));
    }
}
