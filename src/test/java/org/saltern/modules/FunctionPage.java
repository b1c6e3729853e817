package org.saltern.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.saltern.modules.exec.Builtins;

/** Writes the list of functions in docs/modules-minion.md from the registry; everything above the mark stays. */
final class FunctionPage {
    static final Path FILE = Path.of("docs/modules-minion.md");
    private static final String MARK = "<!-- from here on written by FunctionPage -->\n";

    private FunctionPage() {}

    public static void main(String[] args) throws IOException {
        String page = Files.readString(FILE);
        Files.writeString(FILE, page.substring(0, page.indexOf(MARK)) + list());
    }

    static String list() {
        var out = new StringBuilder(MARK);
        String module = "";
        for (Function f : Builtins.modules().functions()) {
            if (!f.module().equals(module)) {
                module = f.module();
                out.append("\n### ")
                        .append(module)
                        .append("\n\n| call | what it does |\n|---|---|\n");
            }
            out.append("| `").append(f.name()).append('(').append(signature(f)).append(")` | ");
            out.append(cell(f.doc().split("\n")[0])).append(" |\n");
        }
        return out.toString();
    }

    /** A text as a cell of a table in Markdown. */
    static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_");
    }

    static String signature(Function f) {
        List<String> parts = new ArrayList<>();
        for (Function.Parameter p : f.parameters()) {
            parts.add(p.name() + p.byDefault().map(d -> "=" + Values.shown(d)).orElse(""));
        }
        if (f.takesMore()) {
            parts.add("*args");
        }
        if (f.takesKeywords()) {
            parts.add("**kwargs");
        }
        return String.join(", ", parts);
    }
}
