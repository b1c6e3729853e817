package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code test.*}: states that do nothing, for trying out requisites and for failing on purpose. */
final class TestStates {
    private static final String PRETENDED = "Something pretended to change";

    private TestStates() {}

    static List<Function> all() {
        return List.of(
                Function.named("test.nop")
                        .doc("Does nothing.")
                        .takes("name, **kwargs")
                        .runs(call -> StateResult.of(call).done("Success!").tree()),
                Function.named("test.succeed_without_changes")
                        .doc("Succeeds without changes.")
                        .takes("name, **kwargs")
                        .runs(call -> StateResult.of(call).done(said(call, "Success!")).tree()),
                Function.named("test.succeed_with_changes")
                        .doc("Succeeds and says that something changed.")
                        .takes("name, **kwargs")
                        .runs(TestStates::succeed),
                Function.named("test.fail_without_changes")
                        .doc("Fails without changes.")
                        .takes("name, **kwargs")
                        .runs(TestStates::fail),
                Function.named("test.fail_with_changes")
                        .doc("Fails and says that something changed.")
                        .takes("name, **kwargs")
                        .runs(TestStates::failChanged),
                Function.named("test.configurable_test_state")
                        .doc("Answers as told: changes, result, comment, warnings.")
                        .takes(
                                "name, changes=True, result=True, comment='', warnings=None,"
                                        + " allow_test_mode_failure=False")
                        .runs(TestStates::configurable),
                Function.named("test.show_notification")
                        .doc("Succeeds and says the text.")
                        .takes("name, text=None, **kwargs")
                        .runs(TestStates::notification),
                Function.named("test.mod_watch")
                        .doc("Says which watched states changed.")
                        .takes("name, sfun=None, **kwargs")
                        .runs(TestStates::watched),
                Function.named("test.check_pillar")
                        .doc("Fails when keys are missing in the pillar or are of another type.")
                        .takes(
                                "name, present=None, boolean=None, integer=None, string=None,"
                                        + " listing=None, dictionary=None, verbose=False")
                        .runs(PillarCheck::run));
    }

    private static String said(Call call, String otherwise) {
        return call.keywords().has("comment") ? Values.asText(call.keyword("comment")) : otherwise;
    }

    private static StateResult pretend(StateResult result) {
        return result.change("testing", Values.text("Unchanged"), Values.text(PRETENDED));
    }

    private static JsonNode succeed(Call call) {
        StateResult result = pretend(StateResult.of(call));
        return call.context().test()
                ? result.would("If we weren't testing, this would be successful with changes")
                        .tree()
                : result.done(said(call, "Success!")).tree();
    }

    private static JsonNode fail(Call call) {
        String words =
                call.context().test()
                        ? "If we weren't testing, this would be a failure!"
                        : said(call, "Failure!");
        return StateResult.of(call).failed(words).tree();
    }

    private static JsonNode failChanged(Call call) {
        StateResult result = pretend(StateResult.of(call));
        return call.context().test()
                ? result.would("If we weren't testing, this would be failed with changes").tree()
                : result.failed(said(call, "Failure!")).tree();
    }

    private static JsonNode configurable(Call call) {
        JsonNode changes = call.value("changes");
        boolean changed = choice(call, "changes", "True, False, or 'Random'");
        StateResult result = StateResult.of(call).comment(call.value("comment"));
        if (changed) {
            pretend(result);
        }
        boolean good = choice(call, "result", "be either True, False, or 'Random'");
        result.result(Values.of(good));
        warnings(call, result);
        if (call.context().test()) {
            boolean failing =
                    call.flag("allow_test_mode_failure")
                            && call.value("result").equals(BooleanNode.FALSE);
            JsonNode same = changes.equals(BooleanNode.FALSE) ? Values.of(true) : Values.none();
            result.result(failing ? Values.of(false) : same);
            if (!Values.isTrue(call.value("comment"))) {
                result.comment("This is a test");
            }
        }
        return result.tree();
    }

    private static boolean choice(Call call, String parameter, String wanted) {
        JsonNode value = call.value(parameter);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (Values.asText(value).equalsIgnoreCase("random")) {
            return ThreadLocalRandom.current().nextBoolean();
        }
        throw new ModuleError.BadRequest(
                parameter.equals("changes")
                        ? "You have specified the state option 'changes' with invalid arguments."
                                + " It must be either "
                                + wanted
                        : "You have specified the state option 'result' with invalid arguments."
                                + " It must "
                                + wanted);
    }

    private static void warnings(Call call, StateResult result) {
        JsonNode warnings = call.value("warnings");
        if (warnings.isTextual()) {
            result.warn(warnings.textValue());
        } else if (warnings.isArray()) {
            result.with("warnings", warnings);
        } else if (!warnings.isNull()) {
            throw new ModuleError.BadRequest(
                    "You have specified the state option 'warnings' with invalid arguments. It"
                            + " must be a string or a list of strings");
        }
    }

    private static JsonNode notification(Call call) {
        if (call.given("text").isEmpty()) {
            throw new ModuleError.BadRequest("Missing required argument text.");
        }
        return StateResult.of(call).comment(call.value("text")).tree();
    }

    private static JsonNode watched(Call call) {
        var changed = Json.array();
        var scope = call.context().state();
        for (JsonNode chunk : scope.chunk().path("__reqs__").path("watch")) {
            JsonNode ran = scope.running().get(StateTag.of(chunk));
            if (ran != null && Values.isTrue(ran.path("changes"))) {
                changed.add(chunk.path("state").asText() + ": " + chunk.path("__id__").asText());
            }
        }
        ObjectNode fired = Json.object();
        fired.set("Requisites with changes", changed);
        ObjectNode given = call.keywords();
        ObjectNode out = Json.object().put("name", call.text("name"));
        out.set("result", given.has("result") ? given.get("result") : Values.of(true));
        out.put("comment", said(call, "Watch statement fired."));
        out.set("changes", given.has("changes") ? given.get("changes") : fired);
        return out;
    }
}
