package org.saltern.modules.states;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.modules.FileStat;
import org.saltern.modules.Machine;

/** The directories below one, each with what is in it, from the top down. Links to directories are not entered. */
final class DirectoryWalk {
    /** One directory. Links to directories count as directories, everything else as files; full paths, sorted. */
    record Level(String path, List<String> directories, List<String> files) {}

    private static final int DEEPEST = 1000;

    private final Machine machine;
    private final long depth;
    private final List<Level> levels = new ArrayList<>();

    private DirectoryWalk(Machine machine, long depth) {
        this.machine = machine;
        this.depth = depth;
    }

    /** @param depth 0 for the files of the directory alone; negative for all */
    static List<Level> of(Machine machine, String path, long depth)
            throws IOException, InterruptedException {
        var walk = new DirectoryWalk(machine, depth < 0 ? DEEPEST : depth);
        if (machine.stat(path, true).filter(FileStat::isDirectory).isPresent()) {
            walk.into(path, 0);
        }
        return walk.levels;
    }

    private void into(String path, long at) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("The job was killed while it looked at " + path);
        }
        var directories = new ArrayList<String>();
        var files = new ArrayList<String>();
        var below = new ArrayList<String>();
        for (String name : machine.list(path)) {
            String full = path.equals("/") ? "/" + name : path + "/" + name;
            Optional<FileStat> stat = machine.stat(full, false);
            boolean link = stat.filter(s -> s.kind() == FileStat.Kind.LINK).isPresent();
            if (stat.filter(FileStat::isDirectory).isPresent()) {
                directories.add(full);
                below.add(full);
            } else if (link && machine.stat(full, true).filter(FileStat::isDirectory).isPresent()) {
                directories.add(full);
            } else if (stat.isPresent()) {
                files.add(full);
            }
        }
        boolean deeper = at < depth;
        levels.add(new Level(path, deeper ? directories : List.of(), files));
        if (deeper) {
            for (String dir : below) {
                into(dir, at + 1);
            }
        }
    }
}
