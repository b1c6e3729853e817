package org.saltern.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.saltern.access.Actor;
import org.saltern.base.Problem;
import org.saltern.files.Files;

/** The state tree: look, change, make, delete. Two people at one file: the second is told. */
public final class FilePages implements Pages {
    public record Model(String env, List<String> envs, List<Files.Document> files, String search) {}

    /**
     * @param document as stored, null for a new file
     * @param theirs what is stored now when it is not what the editor started from, else null
     */
    public record Edit(Form form, String env, Files.Document document, Files.Document theirs) {
        public boolean isNew() {
            return document == null;
        }

        /** What the form is a change of: as opened; once the change of somebody else was shown, as it is now. */
        public String version() {
            if (theirs != null) {
                return theirs.version();
            }
            return isNew() ? "" : form.value("version");
        }

        /** The state that this file is, as {@code state.apply} names it; empty when it is none. */
        public String state() {
            String path = document == null ? "" : document.path();
            if (!path.endsWith(".sls") || path.equals("top.sls")) {
                return "";
            }
            String name = path.substring(0, path.length() - ".sls".length()).replace('/', '.');
            return name.endsWith(".init")
                    ? name.substring(0, name.length() - ".init".length())
                    : name;
        }

        /** The address of the run form that applies this file; the top file applies the whole tree. */
        public String applyUrl() {
            String state = state();
            return state.isEmpty()
                    ? Web.url("/run", "function", "state.apply")
                    : Web.url(
                            "/run", "function", "state.apply", "arguments", state + environment());
        }

        private String environment() {
            return env.equals("base") ? "" : "\nsaltenv=" + env;
        }
    }

    private final Files files;
    private final Html html;

    /** The folder of a file with its last slash, empty at the top. */
    public static String folder(Files.Document file) {
        return file.path().substring(0, file.path().lastIndexOf('/') + 1);
    }

    /** The name of a file without its folder. */
    public static String leaf(Files.Document file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }

    FilePages(Files files, Html html) {
        this.files = files;
        this.html = html;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/files", Need.SEE, this::list);
        routes.get("/files/new", Need.FILES, this::askNew);
        routes.get("/files/edit", Need.SEE, this::edit);
        routes.post("/files/save", Need.FILES, HttpLimits.FILE_FORM, this::save);
        routes.get("/files/delete", Need.FILES, this::askDelete);
        routes.post("/files/delete", Need.FILES, this::delete);
    }

    private void list(Context ctx) {
        Actor actor = Web.actor(ctx);
        List<String> envs = files.environments(actor);
        String env = env(Web.query(ctx, "env"), envs);
        String search = Web.query(ctx, "q");
        List<Files.Document> found =
                envs.isEmpty()
                        ? List.of()
                        : files.list(actor, env).stream()
                                .filter(file -> file.path().contains(search))
                                .toList();
        var model = new Model(env, envs, found, search);
        html.send(ctx, Web.isHtmx(ctx) ? "files/list.jte" : "files/page.jte", model);
    }

    private static String env(String asked, List<String> envs) {
        return asked.isEmpty() ? envs.isEmpty() ? "base" : envs.getFirst() : asked;
    }

    private void askNew(Context ctx) {
        String env = env(Web.query(ctx, "env"), files.environments(Web.actor(ctx)));
        html.send(ctx, "files/edit.jte", new Edit(Form.asked(ctx), env, null, null));
    }

    private void edit(Context ctx) {
        Files.Document document = document(ctx);
        html.send(
                ctx,
                "files/edit.jte",
                new Edit(filled(document), document.saltenv(), document, null));
    }

    private Files.Document document(Context ctx) {
        return files.read(Web.actor(ctx), Web.query(ctx, "env"), Web.query(ctx, "path"));
    }

    private static Form filled(Files.Document document) {
        return Form.of(
                Map.of(
                        "path", document.path(),
                        "text", document.text() == null ? "" : document.text(),
                        "version", document.version()));
    }

    private void save(Context ctx) {
        Form form = Form.sent(ctx);
        String env = form.value("env");
        String path = form.value("path").strip();
        String version = form.value("version");
        String text = form.value("text").replace("\r\n", "\n");
        Actor actor = Web.actor(ctx);
        form.naming(Problem.shown(path), "path").naming("text", "text");
        try {
            files.save(actor, env, path, text, version);
            html.done(
                    ctx, "said.fileSaved", path, Web.url("/files/edit", "env", env, "path", path));
        } catch (Problem.Conflict changed) {
            form.refuse(changed);
            Files.Document before = before(actor, env, path, version);
            again(ctx, 409, new Edit(form, env, before, version.isEmpty() ? null : before));
        } catch (Problem refused) {
            form.refuse(refused);
            again(
                    ctx,
                    ErrorPages.status(refused),
                    new Edit(form, env, before(actor, env, path, version), null));
        }
    }

    private void again(Context ctx, int status, Edit edit) {
        ctx.status(status);
        html.send(ctx, "files/edit.jte", edit);
    }

    /** The file as it is now; null when the form was for a new one, or it is gone. */
    private Files.Document before(Actor actor, String env, String path, String version) {
        if (version.isEmpty()) {
            return null;
        }
        try {
            return files.read(actor, env, path);
        } catch (Problem.NotFound | Problem.BadInput gone) {
            return null;
        }
    }

    private void askDelete(Context ctx) {
        askDelete(ctx, document(ctx), null);
    }

    private void askDelete(Context ctx, Files.Document document, Problem refused) {
        Form form = filled(document);
        if (refused != null) {
            form.refuse(refused);
            String page =
                    Web.url("/files/edit", "env", document.saltenv(), "path", document.path());
            Visit.of(ctx).at(page).note(ctx);
            ctx.status(ErrorPages.status(refused));
        }
        html.send(ctx, "files/delete.jte", new Edit(form, document.saltenv(), document, null));
    }

    private void delete(Context ctx) {
        Form form = Form.sent(ctx);
        String env = form.value("env");
        String path = form.value("path");
        Actor actor = Web.actor(ctx);
        try {
            files.delete(actor, env, path, form.value("version"));
            html.done(ctx, "said.fileDeleted", path, Web.url("/files", "env", env));
        } catch (Problem.Conflict changed) {
            askDelete(ctx, files.read(actor, env, path), changed);
        }
    }
}
