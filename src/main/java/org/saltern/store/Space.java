package org.saltern.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.saltern.base.Problem;

/**
 * The space left where the data is kept, and what is refused when it runs out: first uploads, then new jobs, last of all returns.
 * H2 closes a database whose file cannot grow, so writing stops before that. Thread-safe; asks the file system each time.
 */
public final class Space {
    private final Path folder;
    private final SpaceLimits limits;

    /** @param folder what is looked at is the file system it is on */
    public Space(Path folder, SpaceLimits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /** Of data that is not in a folder: never refuses. */
    static Space endless() {
        return new Space(null, SpaceLimits.DEFAULT);
    }

    /** Bytes free for this user; {@code Long.MAX_VALUE} when the data is not in a folder. */
    public long free() {
        if (folder == null) {
            return Long.MAX_VALUE;
        }
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("The space left in " + folder + " cannot be seen", e);
        }
    }

    public SpaceLimits limits() {
        return limits;
    }

    /** The folder looked at; null when there is none. */
    public Path folder() {
        return folder;
    }

    /** @throws Problem.Unavailable too little is left to save a file */
    public void requireForUploads() {
        refusal(limits.uploads(), Problem.text("Nothing can be saved")).ifPresent(Space::refuse);
    }

    /** @throws Problem.Unavailable too little is left to start a job */
    public void requireForJobs() {
        refusal(limits.jobs(), Problem.text("No job can be started")).ifPresent(Space::refuse);
    }

    /** @throws Problem.Unavailable too little is left to commit a return */
    public void requireForReturns() {
        refusal(limits.returns(), Problem.text("Returns cannot be stored"))
                .ifPresent(Space::refuse);
    }

    /** The most serious thing that is refused now; empty when there is room for everything. */
    public Optional<Problem.Unavailable> shortage() {
        return refusal(limits.returns(), Problem.text("Returns cannot be stored"))
                .or(() -> refusal(limits.jobs(), Problem.text("No job can be started")))
                .or(() -> refusal(limits.uploads(), Problem.text("Nothing can be saved")));
    }

    private Optional<Problem.Unavailable> refusal(long needed, Problem.Text what) {
        long free = free();
        if (free >= needed) {
            return Optional.empty();
        }
        return Optional.of(
                new Problem.Unavailable(
                        Problem.text(
                                "{0}: the disk is nearly full ({1} MiB free, {2} MiB needed)",
                                what, free >> 20, needed >> 20),
                        String.valueOf(folder),
                        Problem.text(
                                "Make room on the disk of the data folder; Saltern goes on by"
                                        + " itself.")));
    }

    private static void refuse(Problem.Unavailable problem) {
        throw problem;
    }
}
