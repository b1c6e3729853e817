package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code cron.*}: jobs in the crontabs of users. */
final class CronFunctions {
    private CronFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.named("cron.raw_cron")
                        .doc("Answers the crontab of a user as it is.")
                        .arg("user")
                        .runs(call -> Values.text(raw(call))),
                Function.named("cron.list_tab")
                        .doc("Answers the managed jobs of a user.")
                        .arg("user")
                        .runs(CronFunctions::list),
                Function.named("cron.check_job")
                        .doc(
                                "Answers absent, present or update: how a job of a user compares with the wanted one.")
                        .takes(
                                "user, cmd, minute='*', hour='*', daymonth='*', month='*', dayweek='*', comment=None,"
                                        + " commented=False, identifier=None, special=None")
                        .runs(call -> Values.text(status(call, Crontab.of(raw(call))))),
                Function.named("cron.set_job")
                        .doc("Adds or changes a job of a user; answers new, updated or present.")
                        .takes(
                                "user, minute, hour, daymonth, month, dayweek, cmd, commented=False, comment=None, identifier=None,"
                                        + " special=None")
                        .runs(CronFunctions::set),
                Function.named("cron.rm_job")
                        .doc("Removes a job of a user; answers removed or absent.")
                        .takes("user, cmd, identifier=None, **kwargs")
                        .runs(CronFunctions::remove),
                Function.named("cron.get_env")
                        .doc("Answers a variable of a user's crontab, None for none.")
                        .takes("user, name")
                        .runs(
                                call ->
                                        Crontab.of(raw(call))
                                                .variable(call.text("name"))
                                                .map(Values::text)
                                                .orElse(Values.none())),
                Function.named("cron.set_env")
                        .doc(
                                "Sets a variable of a user's crontab; answers new, updated or present.")
                        .takes("user, name, value=None")
                        .runs(CronFunctions::setVariable),
                Function.named("cron.rm_env")
                        .doc("Removes a variable of a user's crontab; answers removed or absent.")
                        .takes("user, name")
                        .runs(CronFunctions::removeVariable));
    }

    private static String raw(Call call) throws IOException, InterruptedException {
        Ran ran = Running.run(call, "crontab", "-u", Running.name(call.text("user")), "-l");
        if (!ran.ok() && !ran.errors().contains("no crontab for")) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
        return ran.ok() ? ran.text() : "";
    }

    private static void write(Call call, Crontab tab) throws IOException, InterruptedException {
        Command command =
                Command.of("crontab", "-u", Running.name(call.text("user")), "-")
                        .withStdin(tab.text().getBytes(StandardCharsets.UTF_8));
        Ran ran = Running.run(call, command);
        if (!ran.ok()) {
            throw new ModuleError.Failed(Running.complaint(ran));
        }
    }

    private static JsonNode list(Call call) throws IOException, InterruptedException {
        ArrayNode jobs = Json.array();
        for (Crontab.Job job : Crontab.of(raw(call)).jobs()) {
            ObjectNode one =
                    Json.object()
                            .put("cmd", job.command())
                            .put("times", job.times())
                            .put("comment", job.comment())
                            .put("commented", job.off());
            one.set(
                    "identifier",
                    job.identifier().isEmpty() ? Values.none() : Values.text(job.identifier()));
            jobs.add(one);
        }
        return Json.object().set("crons", jobs);
    }

    private static String identifier(Call call) {
        JsonNode given = call.optional("identifier");
        return Values.isTrue(given) ? line(Values.asText(given)).replaceAll("\\s", "_") : "";
    }

    private static String line(String text) {
        if (text.contains("\n") || text.contains("\r")) {
            throw new ModuleError.BadRequest("A job of a crontab is one line");
        }
        return text;
    }

    private static Crontab.Job wanted(Call call) {
        String times;
        if (call.given("special").isPresent()) {
            times = line(call.text("special"));
        } else {
            var fields = new ArrayList<String>();
            for (String field : List.of("minute", "hour", "daymonth", "month", "dayweek")) {
                String value = line(call.text(field)).strip().toLowerCase(java.util.Locale.ROOT);
                fields.add(value.equals("random") ? random(field, call) : value);
            }
            times = String.join(" ", fields);
        }
        return new Crontab.Job(
                identifier(call),
                call.given("comment").orElse(""),
                times,
                line(call.text("cmd")),
                call.flag("commented"));
    }

    /** A time that is the same for the same job of the same minion, so that a second run changes nothing. */
    private static String random(String field, Call call) {
        int hash = (Options.id(call.context()) + call.text("cmd") + field).hashCode();
        return switch (field) {
            case "minute" -> Integer.toString(Math.floorMod(hash, 60));
            case "hour" -> Integer.toString(Math.floorMod(hash, 24));
            case "daymonth" -> Integer.toString(Math.floorMod(hash, 28) + 1);
            case "month" -> Integer.toString(Math.floorMod(hash, 12) + 1);
            default -> Integer.toString(Math.floorMod(hash, 7));
        };
    }

    private static String status(Call call, Crontab tab) {
        Crontab.Job wanted = wanted(call);
        Optional<Crontab.Job> now = tab.find(wanted.identifier(), wanted.command());
        if (now.isEmpty()) {
            return "absent";
        }
        return merged(call, wanted, now.get()).equals(now.get()) ? "present" : "update";
    }

    /** A comment that is not given stays. */
    private static Crontab.Job merged(Call call, Crontab.Job wanted, Crontab.Job now) {
        return call.value("comment").isNull()
                ? new Crontab.Job(
                        wanted.identifier().isEmpty() ? now.identifier() : wanted.identifier(),
                        now.comment(),
                        wanted.times(),
                        wanted.command(),
                        wanted.off())
                : wanted;
    }

    private static JsonNode set(Call call) throws IOException, InterruptedException {
        Crontab tab = Crontab.of(raw(call));
        String status = status(call, tab);
        if (status.equals("present")) {
            return Values.text("present");
        }
        Crontab.Job wanted = wanted(call);
        tab.put(
                tab.find(wanted.identifier(), wanted.command())
                        .map(now -> merged(call, wanted, now))
                        .orElse(wanted));
        write(call, tab);
        return Values.text(status.equals("absent") ? "new" : "updated");
    }

    private static JsonNode remove(Call call) throws IOException, InterruptedException {
        Crontab tab = Crontab.of(raw(call));
        Optional<Crontab.Job> now = tab.find(identifier(call), call.text("cmd"));
        if (now.isEmpty()) {
            return Values.text("absent");
        }
        tab.remove(now.get());
        write(call, tab);
        return Values.text("removed");
    }

    private static JsonNode setVariable(Call call) throws IOException, InterruptedException {
        Crontab tab = Crontab.of(raw(call));
        if (!call.text("name").matches("[A-Za-z_]\\w*")) {
            throw new ModuleError.BadRequest("Not a variable: " + call.text("name"));
        }
        String value = line(call.given("value").orElse(""));
        Optional<String> now = tab.variable(call.text("name"));
        if (now.filter(value::equals).isPresent()) {
            return Values.text("present");
        }
        tab.variable(call.text("name"), value);
        write(call, tab);
        return Values.text(now.isEmpty() ? "new" : "updated");
    }

    private static JsonNode removeVariable(Call call) throws IOException, InterruptedException {
        Crontab tab = Crontab.of(raw(call));
        if (tab.variable(call.text("name")).isEmpty()) {
            return Values.text("absent");
        }
        tab.removeVariable(call.text("name"));
        write(call, tab);
        return Values.text("removed");
    }
}
