package org.saltern.modules.states;

import java.io.IOException;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.exec.Paths;

/** Directories above a path that a state creates ({@code makedirs}). */
final class FileParents {
    private FileParents() {}

    /** Creates what is missing above the path, each with this owner and mode. */
    static void make(Context context, String path, FileMeta meta) throws IOException {
        String parent = Paths.parent(path);
        if (parent.isEmpty() || Paths.isDirectory(context.machine(), parent)) {
            return;
        }
        make(context, parent, meta);
        directory(context, parent, meta);
    }

    /** Creates one directory. */
    static void directory(Context context, String path, FileMeta meta) throws IOException {
        context.machine().makeDirectory(path);
        meta.apply(context, path, true, Json.object());
    }

    /** The mode for directories when none is given: that of the file, and to be entered by whom it may be read. */
    static String modeFor(String dirMode, String fileMode) {
        if (!dirMode.isEmpty() || fileMode.isEmpty()) {
            return dirMode;
        }
        var out = new StringBuilder("0");
        for (char c : fileMode.substring(fileMode.length() - 3).toCharArray()) {
            out.append(c == '0' ? '0' : (char) ('0' + ((c - '0') | 1)));
        }
        return out.toString();
    }
}
