package org.saltern.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.saltern.access.Actor;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.Job;
import org.saltern.jobs.Jobs;

/** The hosts of a job that its page shows, with all they returned, as a file; written as it is read, some hosts at a time. */
public final class JobExports implements Pages {
    private static final int BATCH = 200;

    private final Jobs jobs;
    private final JobReading reading;

    JobExports(Jobs jobs, JobReading reading) {
        this.jobs = jobs;
        this.reading = reading;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/jobs/{jid}/json", Need.SEE, this::json);
        routes.get("/jobs/{jid}/csv", Need.SEE, this::csv);
        routes.get("/jobs/{jid}/text", Need.SEE, this::text);
    }

    /** One host's row, written. */
    private interface Row {
        void write(HostRun run) throws IOException;
    }

    private Job job(Context ctx) {
        return reading.view(Web.actor(ctx), Web.jid(ctx)).job();
    }

    private void each(Context ctx, Row row) throws IOException {
        Actor actor = Web.actor(ctx);
        var jid = Web.jid(ctx);
        List<HostId> hosts = reading.hosts(actor, jid, JobFilter.of(ctx));
        for (int from = 0; from < hosts.size(); from += BATCH) {
            List<HostId> some = hosts.subList(from, Math.min(hosts.size(), from + BATCH));
            for (HostRun run : jobs.reader().runs(actor, jid, some)) {
                row.write(run);
            }
        }
    }

    private void json(Context ctx) throws IOException {
        Job job = job(ctx);
        attach(ctx, job.jid() + ".json");
        ctx.contentType("application/json");
        try (JsonGenerator out = Json.MAPPER.createGenerator(ctx.outputStream())) {
            out.writeStartObject();
            out.writeStringField("jid", job.jid().value());
            out.writeStringField("user", job.user());
            out.writeStringField("target", job.target().expression());
            out.writeStringField("target_type", job.target().type().wireName());
            out.writeStringField("function", job.calls().getFirst().function());
            out.writeObjectField("arguments", job.calls().getFirst().arguments());
            out.writeStringField("started", job.started().toString());
            out.writeStringField(
                    "finished", job.finished() == null ? null : job.finished().toString());
            out.writeObjectFieldStart("hosts");
            each(ctx, run -> write(out, run));
            out.writeEndObject();
            out.writeEndObject();
        }
    }

    private static void write(JsonGenerator out, HostRun run) throws IOException {
        out.writeObjectFieldStart(run.host().value());
        out.writeStringField("state", word(run));
        out.writeStringField("changed", run.changed().toString());
        out.writeObjectField("retcode", run.retcode());
        out.writeBooleanField("late", run.late());
        out.writeObjectField("return", run.result());
        out.writeEndObject();
    }

    private void csv(Context ctx) throws IOException {
        attach(ctx, job(ctx).jid() + ".csv");
        ctx.contentType("text/csv; charset=utf-8");
        try (OutputStream out = ctx.outputStream()) {
            write(out, Csv.row("host", "state", "changed", "retcode", "late", "return"));
            each(
                    ctx,
                    run ->
                            write(
                                    out,
                                    Csv.row(
                                            run.host().value(),
                                            word(run),
                                            run.changed().toString(),
                                            run.retcode() == null ? "" : run.retcode().toString(),
                                            Boolean.toString(run.late()),
                                            plain(run.result()))));
        }
    }

    /** As the salt command prints it: the host, then what it returned, indented. */
    private void text(Context ctx) throws IOException {
        attach(ctx, job(ctx).jid() + ".txt");
        ctx.contentType("text/plain; charset=utf-8");
        try (OutputStream out = ctx.outputStream()) {
            each(
                    ctx,
                    run -> {
                        String text =
                                run.result() == null
                                        ? "[" + word(run) + "]"
                                        : run.result().isTextual()
                                                ? run.result().textValue()
                                                : Outline.text(run.result(), Integer.MAX_VALUE);
                        write(out, run.host() + ":\n" + text.indent(4));
                    });
        }
    }

    private static String plain(JsonNode result) {
        return result == null ? "" : result.isTextual() ? result.textValue() : Json.text(result);
    }

    private static String word(HostRun run) {
        return run.state().name().toLowerCase(Locale.ROOT);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the answer a file of this name; what is not plain ASCII in it becomes {@code _}. */
    static void attach(Context ctx, String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        ctx.header("Content-Disposition", "attachment; filename=\"" + plain + "\"");
    }
}
