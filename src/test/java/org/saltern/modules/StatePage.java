package org.saltern.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.saltern.modules.states.StateBuiltins;

/** Writes the list of state functions in docs/modules.md from the registry; everything above the mark stays. */
final class StatePage {
    static final Path FILE = Path.of("docs/modules.md");
    private static final String MARK = "<!-- from here on written by StatePage -->\n";

    private StatePage() {}

    public static void main(String[] args) throws IOException {
        String page = Files.readString(FILE);
        Files.writeString(FILE, page.substring(0, page.indexOf(MARK)) + list());
    }

    static String list() {
        var out = new StringBuilder(MARK);
        String module = "";
        Support support = null;
        for (Function f : StateBuiltins.modules().functions()) {
            boolean next = !f.module().equals(module);
            if (next) {
                module = f.module();
                out.append("\n### ").append(module).append('\n');
            }
            if (next || !f.support().equals(support)) {
                support = f.support();
                out.append("\nProvider: ").append(support.provider());
                out.append(". Seen at work: ").append(support.seen());
                out.append(".\n\n| state | what it is for |\n|---|---|\n");
            }
            out.append("| `").append(f.name()).append('(');
            out.append(FunctionPage.signature(f)).append(")` | ");
            out.append(FunctionPage.cell(f.doc().split("\n")[0])).append(" |\n");
        }
        return out.toString();
    }
}
