package org.saltern.modules.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Differences that Python's difflib gives another way than the shortest edit; expected texts are its own. */
class LineMatchesTest {
    @Test
    void the_longest_run_counts_not_the_most_lines() {
        assertThat(UnifiedDiff.of("a\nb\nc\nx\nd\n", "d\na\nq\nb\nc\nx\n"))
                .isEqualTo("--- \n+++ \n@@ -1,5 +1,6 @@\n+d\n a\n+q\n b\n c\n x\n-d\n");
    }

    @Test
    void a_line_added_before_an_equal_one_comes_first() {
        assertThat(UnifiedDiff.of("first\none\n", "first\nfirst\none\n"))
                .isEqualTo("--- \n+++ \n@@ -1,2 +1,3 @@\n+first\n first\n one\n");
    }

    @Test
    void lines_without_ends_are_joined_as_file_append_does() {
        assertThat(UnifiedDiff.ofLines(java.util.List.of("top"), java.util.List.of("top", "added")))
                .isEqualTo("--- \n\n+++ \n\n@@ -1 +1,2 @@\n\n top\n+added");
    }
}
