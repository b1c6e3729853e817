package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.modules.Call;
import org.saltern.modules.Machine;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Globs;
import org.saltern.modules.exec.Paths;

/** {@code clean: True} of a directory: what is in it and no state that it requires manages is removed. */
final class FileCleaning {
    private final Call call;
    private final String root;
    private final Set<String> keep = new HashSet<>();

    FileCleaning(Call call, String root) throws IOException {
        this.call = call;
        this.root = root;
        required();
    }

    void keep(String path) {
        keep.add(path);
        for (String up = Paths.parent(path); up.length() > root.length(); up = Paths.parent(up)) {
            keep.add(up);
        }
    }

    /** Files of states that this one requires stay. */
    private void required() throws IOException {
        JsonNode require = call.context().state().chunk().path("require");
        for (JsonNode item : require) {
            for (Map.Entry<String, JsonNode> e : item.properties()) {
                if (e.getKey().equals("file") || e.getKey().equals("sls")) {
                    keepStates(e.getKey(), Values.asText(e.getValue()));
                }
            }
        }
    }

    private void keepStates(String kind, String wanted) throws IOException {
        for (Map.Entry<String, JsonNode> ran : call.context().state().running().entrySet()) {
            String[] tag = ran.getKey().split("_\\|-", 4);
            if (tag.length < 4 || !tag[0].equals("file")) {
                continue;
            }
            boolean meant =
                    kind.equals("sls")
                            ? Globs.matches(wanted, ran.getValue().path("__sls__").asText(""))
                            : Globs.matches(wanted, tag[2]) || Globs.matches(wanted, tag[1]);
            String name = tag[2].replaceFirst("(?<=.)/+$", "");
            if (meant && name.startsWith(root + "/")) {
                keep(name);
                if (tag[3].equals("recurse")) {
                    keepAll(name);
                }
            }
        }
    }

    private void keepAll(String path) throws IOException {
        Machine machine = call.machine();
        if (machine.stat(path, false).filter(s -> s.isDirectory()).isPresent()) {
            for (String name : machine.list(path)) {
                keep(path + "/" + name);
                keepAll(path + "/" + name);
            }
        }
    }

    private boolean goes(String path, JsonNode exclude) {
        return !keep.contains(path)
                && PathPatterns.allow(path.substring(root.length() + 1), Values.none(), exclude);
    }

    /** Everything that goes, top down, directories before files; what is in a directory that goes is in the list too. */
    List<String> superfluous(JsonNode exclude) throws IOException, InterruptedException {
        var out = new ArrayList<String>();
        for (DirectoryWalk.Level level : DirectoryWalk.of(call.machine(), root, -1)) {
            for (String path : level.files()) {
                if (goes(path, exclude)) {
                    out.add(path);
                }
            }
            for (String path : level.directories()) {
                if (goes(path, exclude)) {
                    out.add(path);
                }
            }
        }
        return out;
    }

    /** Removes it. @return what was removed; of a directory only its own name */
    List<String> remove(JsonNode exclude) throws IOException, InterruptedException {
        var removed = new ArrayList<String>();
        for (DirectoryWalk.Level level : DirectoryWalk.of(call.machine(), root, -1)) {
            var paths = new ArrayList<>(level.directories());
            paths.addAll(level.files());
            for (String path : paths) {
                if (goes(path, exclude) && Paths.exists(call.machine(), path)) {
                    if (!call.context().test()) {
                        Paths.deleteAll(call.machine(), path);
                    }
                    removed.add(path);
                }
            }
        }
        return removed;
    }
}
