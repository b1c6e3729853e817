package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class StatePageTest {
    @Test
    void the_list_of_states_in_the_docs_is_that_of_the_registry() throws Exception {
        assertThat(Files.readString(StatePage.FILE))
                .as("run the main method of %s to write the list anew", StatePage.class.getName())
                .contains(StatePage.list());
    }
}
