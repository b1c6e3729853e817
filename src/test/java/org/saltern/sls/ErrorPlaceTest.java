package org.saltern.sls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors keep Salt's words first, then name the place and what was probably meant. */
class ErrorPlaceTest {
    /** The founding sample as it was first typed. */
    private static final String APACHE =
            """
            apache:
              pkg.installed: []
              service.running:
                - reloadTrue
                - watch:
                  - file/etc/httpd/conf/httpd.conf
            /etc/httpd/conf/httpd.conf:
              file.managed:
                - source: salt://apache/httpd.conf
            """;

    private static List<String> errors(String text) throws Exception {
        return new MapTree()
                .with("a/init.sls", text)
                .with("known.sls", "k: test.nop\n")
                .compile("a")
                .errors();
    }

    private static String error(String text) throws Exception {
        List<String> errors = errors(text);
        assertThat(errors).hasSize(1);
        return errors.get(0);
    }

    @Test
    void the_founding_sample_as_first_typed_is_explained_line_by_line() throws Exception {
        assertThat(error(APACHE))
                .isEqualTo(
                        """
                        Too many functions declared in state 'service' in SLS 'a'
                            at a/init.sls:4:7: - reloadTrue
                            did you mean '- reload: True'?
                            at a/init.sls:6:9: - file/etc/httpd/conf/httpd.conf
                            did you mean '- file: /etc/httpd/conf/httpd.conf'?\
                        """);
    }

    @Test
    void an_argument_without_its_colon_is_named() throws Exception {
        assertThat(errors("x:\n  cmd.run:\n    - cwd /tmp\n"))
                .allMatch(
                        e ->
                                e.endsWith(
                                        "at a/init.sls:3:7: - cwd /tmp\n"
                                                + "    did you mean '- cwd: /tmp'?"));
    }

    @Test
    void a_text_that_is_no_yaml_has_line_and_column() throws Exception {
        assertThat(error("a: [1\nb: 2\n"))
                .startsWith("Rendering SLS 'base:a' failed: while parsing a flow sequence")
                .endsWith("\n    at a/init.sls:2:2: b: 2");
    }

    @Test
    void a_misspelt_include_names_the_nearest_sls() throws Exception {
        assertThat(error("include: [knowm]\n"))
                .startsWith("Specified SLS knowm in saltenv base is not available")
                .endsWith("\n    at a/init.sls:1:11: include: [knowm]\n    did you mean 'known'?");
    }

    @Test
    void a_misspelt_id_in_an_extension_names_the_nearest() throws Exception {
        assertThat(
                        error(
                                """
                                webserver: {pkg.installed: []}
                                extend:
                                  websever:
                                    pkg: [{x: 1}]
                                """))
                .contains("Cannot extend ID 'websever'")
                .endsWith(
                        "\n    at a/init.sls:3:3: websever:\n    did you mean '- pkg: webserver'?");
    }

    @Test
    void a_requisite_from_the_other_side_to_nothing_has_its_place() throws Exception {
        assertThat(
                        error(
                                """
                                one:
                                  test.nop:
                                    - require_in:
                                      - test: tow
                                two: test.nop
                                """))
                .contains("Cannot extend ID 'tow'")
                .contains("\n    at a/init.sls:3:7: - require_in:");
    }

    @Test
    void an_id_given_twice_has_both_places() throws Exception {
        var tree =
                new MapTree()
                        .with("a.sls", "include: [b]\nx: test.nop\n")
                        .with("b.sls", "\nx: test.succeed_with_changes\n");
        assertThat(tree.compile("a").errors())
                .singleElement()
                .asString()
                .contains("\n    at a.sls:2:1: x: test.nop")
                .contains("\n    at b.sls:2:1: x: test.succeed_with_changes");
    }

    @Test
    void lines_are_those_of_the_file_and_not_of_what_its_template_made() throws Exception {
        assertThat(error("{{ x }}\nbad:\n  test: [nop, nop]\n"))
                .endsWith("\n    at a/init.sls:3:15: test: [nop, nop]");
    }

    @Test
    void a_line_that_its_template_made_is_said_to_be_one() throws Exception {
        assertThat(error("{{ x }}x.y: 1\n")).contains("a/init.sls (line 2 after rendering)");
    }
}
