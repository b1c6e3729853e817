package org.saltern.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One folder of {@code file_roots}. What it hands out lies below the folder after all links are resolved, and is an ordinary file:
 * no pipe or device that could block a reader, no link that leaves.
 */
final class Root {
    private static final Logger LOG = LoggerFactory.getLogger(Root.class);

    private final Path folder;
    private final Ignored ignored;

    Root(Path folder, Ignored ignored) {
        this.folder = folder.toAbsolutePath().normalize();
        this.ignored = ignored;
    }

    Path folder() {
        return folder;
    }

    /** The real place of an ordinary file; empty when there is none that may be served. */
    Optional<Path> file(String relative) {
        return real(relative).filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS));
    }

    /** The real place of anything below the root that is not ignored, by its own name or by the name it links to. */
    Optional<Path> real(String relative) {
        if (ignored.covers(relative)) {
            return Optional.empty();
        }
        try {
            Path top = folder.toRealPath();
            Path real = folder.resolve(relative).toRealPath();
            boolean inside = real.startsWith(top) && !real.equals(top);
            return inside && !ignored.covers(top.relativize(real).toString())
                    ? Optional.of(real)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | InvalidPathException e) {
            LOG.debug(
                    "{} below {} cannot be served: {}",
                    Problem.shown(relative),
                    folder,
                    Problem.shown(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /**
     * Where a new file of this path goes. The nearest folder that is there already must really lie inside the root.
     *
     * @throws Problem.BadInput the path leaves the root by a link, or names what is never served
     * @throws Problem.Conflict something of this name is there, perhaps a folder or a link to nowhere
     */
    FileServer.Place placeForNew(String relative) throws IOException {
        Path named = folder.resolve(relative);
        if (ignored.covers(relative)) {
            throw leaves(relative);
        }
        if (Files.exists(named, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(relative);
        }
        if (!Files.exists(folder)) {
            return new FileServer.Place(relative, named, named);
        }
        Path there = named.getParent();
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw taken(relative);
        }
        Path top = folder.toRealPath();
        Path real = there.toRealPath();
        if (!real.startsWith(top) || ignored.covers(top.relativize(real).toString())) {
            throw leaves(relative);
        }
        return new FileServer.Place(relative, named, real.resolve(there.relativize(named)));
    }

    static Problem taken(String relative) {
        return new Problem.Conflict(
                "There is a file or folder of this name already",
                Problem.shown(relative),
                "Open the file that is there, or use another name.");
    }

    private static Problem leaves(String relative) {
        return new Problem.BadInput(
                "No file can be saved here",
                Problem.shown(relative),
                "Use a folder that really lies inside the root and is not one of version control.");
    }
}
