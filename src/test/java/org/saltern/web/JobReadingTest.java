package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.saltern.base.Json;

class JobReadingTest {
    @Test
    void output_sent_ahead_is_shown_as_the_text_alone() {
        var piece = Json.object().put("return", "line 1\nline 2\n").put("stream", "stdout");

        assertThat(JobReading.text(piece)).isEqualTo("line 1\nline 2\n");
    }

    @Test
    void a_piece_of_another_shape_is_outlined_with_its_names() {
        var piece = Json.object().put("return", "half").put("percent", 50);

        assertThat(JobReading.text(piece)).contains("return: half").contains("percent: 50");
    }
}
