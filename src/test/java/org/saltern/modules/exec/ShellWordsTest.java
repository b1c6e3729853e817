package org.saltern.modules.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.saltern.modules.ModuleError;

class ShellWordsTest {
    @Test
    void words_are_split_as_a_shell_would() {
        assertThat(ShellWords.split("a  'b c' \"d \\\"e\\\"\" f\\ g h'i'j ''"))
                .containsExactly("a", "b c", "d \"e\"", "f g", "hij", "");
        assertThat(ShellWords.split("  ")).isEmpty();
    }

    @Test
    void an_open_quotation_is_refused() {
        assertThatThrownBy(() -> ShellWords.split("echo 'a"))
                .isInstanceOf(ModuleError.BadRequest.class);
        assertThatThrownBy(() -> ShellWords.split("echo \"a"))
                .isInstanceOf(ModuleError.BadRequest.class);
        assertThatThrownBy(() -> ShellWords.split("echo \\"))
                .isInstanceOf(ModuleError.BadRequest.class);
    }

    @Property(tries = 300)
    void words_that_are_quoted_come_back_unchanged(@ForAll List<String> words) {
        assertThat(ShellWords.split(ShellWords.quoted(words))).isEqualTo(words);
    }
}
