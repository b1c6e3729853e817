package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;

class CommandLineTest {
    @Test
    void quotes_keep_words_together() {
        assertThat(CommandLine.words("'ls -l' cwd=\"/a b\" x\\ y '' z"))
                .containsExactly("ls -l", "cwd=/a b", "x y", "", "z");
    }

    @Test
    void an_open_quote_is_named() {
        assertThatThrownBy(() -> CommandLine.words("echo 'abc"))
                .isInstanceOfSatisfying(
                        Problem.BadInput.class, p -> assertThat(p.where()).isEqualTo("arguments"));
    }

    @Property
    void any_words_in_single_quotes_come_back(@ForAll @Size(max = 8) List<@NotEmpty String> words) {
        String line =
                String.join(
                        " ", words.stream().map(w -> "'" + w.replace("'", "'\\''") + "'").toList());
        assertThat(CommandLine.words(line)).isEqualTo(words);
    }
}
