package org.saltern.modules.states;

import org.saltern.modules.exec.Texts;
import org.saltern.modules.exec.UnifiedDiff;

/** What a state says about changed content. */
final class FileDiffs {
    /** In place of the difference when the author does not want it shown. */
    static final String HIDDEN = "<show_changes=False>";

    private FileDiffs() {}

    /** The difference of two contents; for contents that are no text, which kinds they are. Empty when equal. */
    static String of(byte[] before, byte[] after) {
        boolean oldText = isText(before);
        boolean newText = isText(after);
        if (oldText && newText) {
            return UnifiedDiff.of(text(before), text(after));
        }
        if (java.util.Arrays.equals(before, after)) {
            return "";
        }
        if (oldText) {
            return "Replace text file with binary file";
        }
        return newText ? "Replace binary file with text file" : "Replace binary file";
    }

    private static boolean isText(byte[] content) {
        return Texts.utf8(content).filter(t -> t.indexOf('\0') < 0).isPresent();
    }

    private static String text(byte[] content) {
        return Texts.utf8(content).orElse("");
    }
}
