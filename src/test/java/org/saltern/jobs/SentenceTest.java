package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;

/** Sentences survive a column, and old columns stay readable. */
class SentenceTest {
    @Property
    void what_is_written_is_read_again(
            @ForAll String pattern, @ForAll String one, @ForAll String two) {
        Problem.Text text = Problem.text(pattern, one, Problem.text("{0}!", two));
        assertThat(Sentence.read(Sentence.write(text, 1 << 20))).isEqualTo(text);
        assertThat(Sentence.read(Sentence.write(Problem.text(pattern), 1 << 20)))
                .isEqualTo(Problem.text(pattern));
    }

    @Property
    void what_does_not_fit_is_cut_and_still_read(@ForAll String pattern, @ForAll String value) {
        String stored = Sentence.write(Problem.text(pattern, value), 10);
        assertThat(stored.length()).isLessThanOrEqualTo(10);
        assertThat(Sentence.read(stored).toString()).isNotNull();
    }

    @Test
    void words_stored_without_values_are_said_as_they_are() {
        assertThat(Sentence.read("The port {0} is closed. Restart.").toString())
                .isEqualTo("The port {0} is closed. Restart.");
    }
}
