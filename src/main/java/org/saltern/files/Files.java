package org.saltern.files;

import java.util.List;
import org.saltern.access.Actor;

/** Reading and changing the state tree as an operator does. Thread-safe. */
public final class Files {
    /**
     * A file as an editor needs it.
     *
     * @param version SHA-256 of the content that was read; a save names the version it started from
     * @param text null when the file is not UTF-8 text or over 10 MiB
     */
    public record Document(
            String saltenv,
            String path,
            String text,
            String version,
            long size,
            java.time.Instant changed) {}

    /** Environments there are. Needs SEE. */
    public List<String> environments(Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** All files of an environment by path, without their text. Needs SEE. */
    public List<Document> list(Actor actor, String saltenv) {
        throw new UnsupportedOperationException();
    }

    /** @throws org.saltern.base.Problem.NotFound no such file */
    public Document read(Actor actor, String saltenv, String path) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes a file in one step (temporary file, rename), makes missing folders. Needs FILES.
     *
     * @param version the version the editor started from; empty for a new file
     * @throws org.saltern.base.Problem.Conflict the file changed meanwhile, or exists already
     * @throws org.saltern.base.Problem.BadInput the path leaves the root, or has a part that is not a plain name
     */
    public Document save(Actor actor, String saltenv, String path, String text, String version) {
        throw new UnsupportedOperationException();
    }

    /** Deletes a file of exactly this version. Needs FILES. */
    public void delete(Actor actor, String saltenv, String path, String version) {
        throw new UnsupportedOperationException();
    }
}
