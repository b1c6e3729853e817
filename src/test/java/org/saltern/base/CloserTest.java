package org.saltern.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {
    @Test
    void what_was_opened_last_is_closed_first_and_a_failure_stops_nobody() {
        List<String> closed = new ArrayList<>();
        Closer closer = new Closer();
        closer.add(() -> closed.add("first"));
        closer.add(
                () -> {
                    throw new IllegalStateException("cannot close");
                });
        closer.add(() -> closed.add("last"));

        closer.close();

        assertThat(closed).containsExactly("last", "first");
    }
}
