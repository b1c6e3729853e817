package org.saltern.files;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Permission;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.files.FileServer.Place;
import org.saltern.store.Database;

/** Reading and changing the state tree as an operator does. Thread-safe. */
public final class Files {
    /** The largest text that can be read or saved here, in bytes of UTF-8. */
    public static final int LARGEST = 10 << 20;

    /**
     * A file as an editor needs it.
     *
     * @param version SHA-256 of the content that was read; a save names the version it started from. Empty in lists
     * @param text null when the file is not UTF-8 text or over 10 MiB, and in lists
     */
    public record Document(
            String saltenv, String path, String text, String version, long size, Instant changed) {}

    private final FileServer server;
    private final Database db;
    private final Audit audit;
    private final Events events;
    private final InstantSource clock;
    private final Hashes versions;
    private final AtomicFile disk = new AtomicFile();
    private final ReentrantLock changing = new ReentrantLock();

    public Files(FileServer server, Database db, Audit audit, Events events, InstantSource clock) {
        this.server = server;
        this.db = db;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
        this.versions = new Hashes("sha256", clock);
    }

    /** Environments there are. Needs SEE. */
    public List<String> environments(Actor actor) {
        actor.require(Permission.SEE);
        return server.environments();
    }

    /** All files of an environment by path, without their text and version. Needs SEE. */
    public List<Document> list(Actor actor, String saltenv) {
        actor.require(Permission.SEE);
        requireEnvironment(saltenv);
        return server.files(saltenv, "").stream()
                .flatMap(path -> server.find(saltenv, path).stream())
                .map(f -> listed(saltenv, f))
                .toList();
    }

    /**
     * One file with its text. Needs SEE.
     *
     * @throws Problem.NotFound no such file
     */
    public Document read(Actor actor, String saltenv, String path) {
        actor.require(Permission.SEE);
        requireEnvironment(saltenv);
        Place place = existing(saltenv, path);
        return onDisk(path, () -> document(saltenv, place));
    }

    /**
     * Writes a file in one step (temporary file, rename), makes missing folders. After a crash the old or the new content is there,
     * whole. Needs FILES.
     *
     * @param version the version the editor started from; empty for a new file
     * @throws Problem.Conflict the file changed meanwhile, or exists already
     * @throws Problem.BadInput the path leaves the root, or has a part that is not a plain name; the text is over 10 MiB
     * @throws Problem.Unavailable the disk refuses
     */
    public Document save(Actor actor, String saltenv, String path, String text, String version) {
        actor.require(Permission.FILES);
        db.space().requireForUploads();
        requireEnvironment(saltenv);
        byte[] content = Utf8.bytes("text", text, LARGEST);
        return changing(
                path,
                () -> {
                    boolean isNew = version.isEmpty();
                    Place place = isNew ? fresh(saltenv, path) : unchanged(saltenv, path, version);
                    audited(
                            actor,
                            isNew ? "file.create" : "file.save",
                            saltenv,
                            place,
                            () -> {
                                disk.makeFolders(place.real().getParent());
                                disk.write(place.real(), content);
                                return null;
                            });
                    return document(saltenv, place);
                });
    }

    /**
     * Deletes a file of exactly this version. Needs FILES.
     *
     * @throws Problem.NotFound no such file
     * @throws Problem.Conflict the file changed meanwhile
     */
    public void delete(Actor actor, String saltenv, String path, String version) {
        actor.require(Permission.FILES);
        requireEnvironment(saltenv);
        changing(
                path,
                () -> {
                    Place place = unchanged(saltenv, path, version);
                    audited(
                            actor,
                            "file.delete",
                            saltenv,
                            place,
                            () -> {
                                disk.delete(place.named());
                                return null;
                            });
                    return null;
                });
    }

    private static Document listed(String saltenv, FileServer.Found file) {
        return new Document(
                saltenv,
                file.relative(),
                null,
                "",
                file.stat().size(),
                Instant.ofEpochSecond(file.stat().mtime()));
    }

    private Document document(String saltenv, Place place) throws IOException {
        long size = java.nio.file.Files.size(place.real());
        Instant changed = java.nio.file.Files.getLastModifiedTime(place.real()).toInstant();
        if (size > LARGEST) {
            return new Document(
                    saltenv, place.relative(), null, versions.of(place.real()), size, changed);
        }
        byte[] content = java.nio.file.Files.readAllBytes(place.real());
        return new Document(
                saltenv,
                place.relative(),
                Utf8.text(content),
                Hashes.sha256(content),
                content.length,
                changed);
    }

    private void requireEnvironment(String saltenv) {
        if (!server.environments().contains(saltenv)) {
            throw new Problem.NotFound(
                    Problem.text("No environment '{0}'", Problem.shown(saltenv)),
                    "saltenv",
                    Problem.text(
                            "Use one of {0}, or add it to file_roots.", server.environments()));
        }
    }

    private Place existing(String saltenv, String path) {
        return server.place(saltenv, path)
                .orElseThrow(
                        () ->
                                new Problem.NotFound(
                                        Problem.text(
                                                "No file '{0}' in environment {1}",
                                                Problem.shown(path), saltenv),
                                        Problem.shown(path),
                                        Problem.text("Look at the list of files.")));
    }

    private Place unchanged(String saltenv, String path, String version) throws IOException {
        Place place = existing(saltenv, path);
        if (!versions.of(place.real()).equals(version)) {
            throw new Problem.Conflict(
                    "The file was changed by somebody else since you opened it",
                    place.relative(),
                    "Compare the two texts; saving again replaces the newer one by yours.");
        }
        return place;
    }

    /** Where a new file goes; the nearest folder that is there already must lie inside the root. */
    private Place fresh(String saltenv, String path) throws IOException {
        RelativePath.requireNew(path);
        Root root =
                server.firstRoot(saltenv)
                        .orElseThrow(
                                () ->
                                        new Problem.Unavailable(
                                                Problem.text(
                                                        "Environment {0} has no folder", saltenv),
                                                "file_roots",
                                                Problem.text(
                                                        "Name a folder for it in the settings.")));
        if (server.place(saltenv, path).isPresent()) {
            throw Root.taken(path);
        }
        return root.placeForNew(path);
    }

    private void audited(Actor actor, String action, String saltenv, Place place, IoTask<?> change)
            throws IOException {
        db.jdbi()
                .useTransaction(
                        h -> {
                            audit.write(actor, action, place.relative(), "environment " + saltenv);
                            change.run();
                        });
        server.changed();
        var data = Json.object().put("saltenv", saltenv).put("path", place.relative());
        events.publish(new Event(Tags.FILE, data.put("user", actor.name()), clock.instant()));
    }

    private <T> T changing(String path, IoTask<T> work) {
        changing.lock();
        try {
            return onDisk(path, work);
        } finally {
            changing.unlock();
        }
    }

    private static <T> T onDisk(String path, IoTask<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    Problem.text(
                            "The disk refuses: {0}",
                            Problem.shown(e.getClass().getSimpleName() + " " + e.getMessage())),
                    Problem.shown(path),
                    Problem.text(
                            "Check free space and that the user that runs Saltern may read and"
                                    + " write there."),
                    e);
        }
    }
}
