package org.saltern.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists one root as upstream does: links count as what they point to, and are listed as links besides, when they stay inside the
 * root. A link to a folder that the walk is in is not followed.
 */
final class TreeWalk {
    private static final Logger LOG = LoggerFactory.getLogger(TreeWalk.class);
    private static final int DEEPEST = 64;

    private final Root root;
    private final Listing into;
    private final Deque<Path> inside = new ArrayDeque<>();

    TreeWalk(Root root, Listing into) {
        this.root = root;
        this.into = into;
    }

    void run() {
        if (Files.isDirectory(root.folder())) {
            folder("", root.folder());
        }
    }

    private void folder(String relative, Path real) {
        if (inside.contains(real) || inside.size() > DEEPEST) {
            return;
        }
        inside.push(real);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(real)) {
            boolean empty = true;
            for (Path entry : entries) {
                empty = false;
                entry(relative, entry);
            }
            if (empty && !relative.isEmpty()) {
                into.emptyDirectories().add(relative);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn(
                    "{} below {} cannot be listed: {}",
                    Problem.shown(relative),
                    root.folder(),
                    Problem.shown(String.valueOf(e.getMessage())));
        } finally {
            inside.pop();
        }
    }

    private void entry(String parent, Path entry) throws IOException {
        String name = entry.getFileName().toString();
        String relative = parent.isEmpty() ? name : parent + "/" + name;
        Optional<Path> real =
                RelativePath.clean(relative).filter(relative::equals).flatMap(root::real);
        if (real.isEmpty()) {
            return;
        }
        if (Files.isSymbolicLink(entry)) {
            into.links().putIfAbsent(relative, Files.readSymbolicLink(entry).toString());
        }
        if (Files.isDirectory(real.get())) {
            into.directories().add(relative);
            folder(relative, real.get());
        } else if (Files.isRegularFile(real.get())) {
            into.files().add(relative);
        }
    }
}
