package org.saltern.modules.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+\\d+(?:,\\d+)? @@");

    @Test
    void equal_texts_have_no_difference() {
        assertThat(UnifiedDiff.of("a\n", "a\n")).isEmpty();
    }

    @Test
    void a_changed_line_stands_in_its_context() {
        assertThat(UnifiedDiff.of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .isEqualTo("--- \n+++ \n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }

    @Test
    void a_line_added_to_an_empty_text_begins_at_line_one() {
        assertThat(UnifiedDiff.of("", "a\n")).isEqualTo("--- \n+++ \n@@ -0,0 +1 @@\n+a\n");
    }

    @Property(tries = 300)
    void applying_the_difference_to_the_old_text_gives_the_new(
            @ForAll("texts") String before, @ForAll("texts") String after) {
        assertThat(applied(before, UnifiedDiff.of(before, after))).isEqualTo(after);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "c", "d")
                .list()
                .ofMaxSize(25)
                .map(lines -> String.join("", lines.stream().map(l -> l + "\n").toList()));
    }

    private static String applied(String before, String diff) {
        List<String> old = before.isEmpty() ? List.of() : List.of(before.split("\n"));
        List<String> out = new ArrayList<>();
        int at = 0;
        for (String line : diff.lines().skip(2).toList()) {
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                boolean none = "0".equals(hunk.group(2));
                int from = Integer.parseInt(hunk.group(1)) - (none ? 0 : 1);
                out.addAll(old.subList(at, from));
                at = from;
            } else if (line.startsWith("+")) {
                out.add(line.substring(1));
            } else {
                assertThat(old.get(at)).isEqualTo(line.substring(1));
                if (line.startsWith(" ")) {
                    out.add(old.get(at));
                }
                at++;
            }
        }
        out.addAll(old.subList(at, old.size()));
        return String.join("", out.stream().map(l -> l + "\n").toList());
    }
}
