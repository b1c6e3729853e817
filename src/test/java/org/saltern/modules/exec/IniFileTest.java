package org.saltern.modules.exec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.saltern.base.Json;

class IniFileTest {
    private static final String TEXT = "top=1\n\n[server]\n# port = 80\nhost=a\n  b\n\n; note\n";

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.parse(text);
    }

    @Test
    void an_option_takes_the_place_of_its_comment_and_other_lines_stay() {
        var file = new IniFile(TEXT, "=");
        ObjectNode changes = file.update(json("{\"server\": {\"port\": 8080}}"));
        assertThat(changes)
                .isEqualTo(
                        json("{\"server\": {\"port\": {\"before\": null, \"after\": \"8080\"}}}"));
        assertThat(file.text(false))
                .isEqualTo("top = 1\n\n[server]\nport = 8080\nhost = a\n  b\n\n; note\n");
    }

    @Test
    void what_is_as_asked_is_no_change() {
        var file = new IniFile(TEXT, "=");
        assertThat(file.update(json("{\"top\": 1, \"server\": {\"host\": \"a\\n  b\"}}")))
                .isEmpty();
    }

    @Test
    void a_new_section_comes_last_and_a_removed_one_is_answered() {
        var file = new IniFile("[a]\nx = 1\n", "=");
        file.update(json("{\"b\": {\"y\": true}}"));
        assertThat(file.text(true)).isEqualTo("[a]\nx=1\n\n[b]\ny=True\n");
        assertThat(file.removeSection("a")).isEqualTo(json("{\"x\": \"1\"}"));
        assertThat(file.removeSection("a").isNull()).isTrue();
    }

    @Property(tries = 100)
    void what_is_written_is_read_again(
            @ForAll @Size(max = 5)
                    java.util.Map<
                                    @AlphaChars @StringLength(min = 1, max = 8) String,
                                    @AlphaChars String>
                            options) {
        ObjectNode section = Json.object();
        options.forEach(section::put);
        var file = new IniFile("", "=");
        file.update(Json.object().set("s", section));
        assertThat(new IniFile(file.text(false), "=").tree().path("s")).isEqualTo(section);
    }
}
