package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Support;
import org.saltern.modules.Values;

/** {@code cron.*}: jobs and variables in the crontabs of users. */
final class CronStates {
    private static final Support SUPPORT = Support.compared("crontab(1)");

    private static final List<String> TIMES =
            List.of("minute", "hour", "daymonth", "month", "dayweek");

    private CronStates() {}

    static List<Function> all() {
        return SUPPORT.behind(
                List.of(
                        Function.named("cron.present")
                                .doc(
                                        "A job in a user's crontab; identifier names it when its"
                                                + " command may change.")
                                .takes(
                                        "name, user='root', minute='*', hour='*', daymonth='*',"
                                                + " month='*', dayweek='*', comment=None,"
                                                + " commented=False, identifier=False, special=None")
                                .runs(CronStates::present),
                        Function.named("cron.absent")
                                .doc("No such job in a user's crontab.")
                                .takes(
                                        "name, user='root', identifier=False, special=None,"
                                                + " **kwargs")
                                .runs(CronStates::absent),
                        Function.named("cron.env_present")
                                .doc("A variable in a user's crontab.")
                                .takes("name, value=None, user='root'")
                                .runs(CronStates::variable),
                        Function.named("cron.env_absent")
                                .doc("No such variable in a user's crontab.")
                                .takes("name, user='root'")
                                .runs(CronStates::noVariable)));
    }

    private static JsonNode identifier(Call call) {
        JsonNode given = call.value("identifier");
        return Values.isTrue(given) ? given : Values.none();
    }

    private static ObjectNode job(Call call) {
        ObjectNode out = Json.object();
        out.set("user", call.value("user"));
        out.set("cmd", call.value("name"));
        for (String same : TIMES) {
            out.set(same, call.value(same));
        }
        for (String same : List.of("comment", "commented", "special")) {
            out.set(same, call.value(same));
        }
        out.set("identifier", identifier(call));
        return out;
    }

    private static JsonNode failed(Call call, StateResult result, ModuleError.Failed e) {
        return result.failed(
                        "Cron "
                                + call.text("name")
                                + " for user "
                                + call.text("user")
                                + " failed to commit with error \n"
                                + e.getMessage())
                .tree();
    }

    private static JsonNode present(Call call) throws Exception {
        String cron = "Cron " + call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        try {
            if (call.context().test()) {
                String status = exec.with("cron.check_job", job(call)).asText();
                return switch (status) {
                    case "present" -> result.done(cron + " already present").tree();
                    case "absent" -> result.would(cron + " is set to be added").tree();
                    default -> result.would(cron + " is set to be updated").tree();
                };
            }
            String done = exec.with("cron.set_job", job(call)).asText();
            if (done.equals("present")) {
                return result.done(cron + " already present").tree();
            }
            return result.change(call.text("user"), call.text("name"))
                    .done(
                            done.equals("new")
                                    ? cron + " added to " + call.text("user") + "'s crontab"
                                    : cron + " updated")
                    .tree();
        } catch (ModuleError.Failed e) {
            return failed(call, result, e);
        }
    }

    private static JsonNode absent(Call call) throws Exception {
        String cron = "Cron " + call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        ObjectNode arguments = Json.object();
        arguments.set("user", call.value("user"));
        arguments.set("cmd", call.value("name"));
        arguments.set("identifier", identifier(call));
        try {
            if (call.context().test()) {
                boolean there = !exec.with("cron.check_job", arguments).asText().equals("absent");
                return there
                        ? result.would(cron + " is set to be removed").tree()
                        : result.done(cron + " is absent").tree();
            }
            return exec.with("cron.rm_job", arguments).asText().equals("removed")
                    ? result.change(call.text("user"), call.text("name"))
                            .done(cron + " removed from " + call.text("user") + "'s crontab")
                            .tree()
                    : result.done(cron + " already absent").tree();
        } catch (ModuleError.Failed e) {
            return failed(call, result, e);
        }
    }

    private static JsonNode variable(Call call) throws Exception {
        String cron = "Cron env " + call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        String value = call.given("value").orElse("");
        try {
            JsonNode now = exec.run("cron.get_env", call.text("user"), call.text("name"));
            if (now.isTextual() && now.textValue().equals(value)) {
                return result.done(cron + " already present").tree();
            }
            if (call.context().test()) {
                return result.would(
                                cron
                                        + (now.isNull()
                                                ? " is set to be added"
                                                : " is set to be updated"))
                        .tree();
            }
            exec.run("cron.set_env", call.text("user"), call.text("name"), value);
            return result.change(call.text("user"), call.text("name"))
                    .done(
                            now.isNull()
                                    ? cron + " added to " + call.text("user") + "'s crontab"
                                    : cron + " updated")
                    .tree();
        } catch (ModuleError.Failed e) {
            return failed(call, result, e);
        }
    }

    private static JsonNode noVariable(Call call) throws Exception {
        String cron = "Cron env " + call.text("name");
        StateResult result = StateResult.of(call);
        var exec = new Exec(call);
        try {
            boolean there =
                    !exec.run("cron.get_env", call.text("user"), call.text("name")).isNull();
            if (call.context().test()) {
                return there
                        ? result.would(cron + " is set to be removed").tree()
                        : result.done(cron + " is absent").tree();
            }
            if (!there) {
                return result.done(cron + " already absent").tree();
            }
            exec.run("cron.rm_env", call.text("user"), call.text("name"));
            return result.change(call.text("user"), call.text("name"))
                    .done(cron + " removed from " + call.text("user") + "'s crontab")
                    .tree();
        } catch (ModuleError.Failed e) {
            return failed(call, result, e);
        }
    }
}
