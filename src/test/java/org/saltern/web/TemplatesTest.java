package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplatesTest {
    static List<Path> templates() {
        return TemplateText.templates();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void a_template_has_no_words_of_its_own(Path template) {
        assertThat(TemplateText.words(template)).allMatch("Saltern"::equals);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void a_template_escapes_everything_and_has_no_script_or_style_inside(Path template) {
        String source = TemplateText.read(template);
        assertThat(source)
                .doesNotContain("$unsafe")
                .doesNotContain("<style")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("\\sstyle=\"")
                .doesNotContainPattern("\\son[a-z]+=\"")
                .doesNotContain("hx-on")
                .doesNotContain("javascript:");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void each_form_that_changes_something_carries_the_token(Path template) {
        String source = TemplateText.read(template);
        Pattern form = Pattern.compile("(?s)<form [^>]*method=\"post\".*?</form>");
        assertThat(form.matcher(source).results().map(m -> m.group()).toList())
                .allMatch(text -> text.contains("@template.layout.csrf(v = v)"));
    }
}
