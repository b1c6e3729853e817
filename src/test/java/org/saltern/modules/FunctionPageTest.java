package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class FunctionPageTest {
    @Test
    void the_list_of_functions_in_the_docs_is_that_of_the_registry() throws Exception {
        assertThat(Files.readString(FunctionPage.FILE))
                .as(
                        "run the main method of %s to write the list anew",
                        FunctionPage.class.getName())
                .contains(FunctionPage.list());
    }
}
