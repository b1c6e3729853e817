package org.saltern.sls.template;

import java.util.ArrayList;
import java.util.List;

/** The lines around a place, as Salt shows them ({@code salt.utils.stringutils.get_context}). */
final class Excerpt {
    private static final int AROUND = 5;
    private static final String MARK = "    <======================";

    private Excerpt() {}

    static String around(String text, int line) {
        List<String> lines = text.lines().toList();
        if (line > lines.size() || line < 1) {
            return text;
        }
        int from = Math.max(0, line - AROUND - 1);
        int to = Math.min(lines.size(), line + AROUND);
        var shown = new ArrayList<String>();
        shown.add("---");
        if (from > 0) {
            shown.add("[...]");
        }
        for (int i = from; i < to; i++) {
            shown.add(i == line - 1 ? lines.get(i) + MARK : lines.get(i));
        }
        if (to < lines.size()) {
            shown.add("[...]");
        }
        shown.add("---");
        return String.join("\n", shown);
    }
}
