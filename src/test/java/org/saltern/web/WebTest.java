package org.saltern.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.saltern.base.HostId;

class WebTest {
    @Test
    void an_id_in_an_address_is_percent_encoded() {
        assertThat(Web.path("/hosts/{}", new HostId("a b?c#d%e+f<g>\"h")))
                .isEqualTo("/hosts/a%20b%3Fc%23d%25e%2Bf%3Cg%3E%22h");
        assertThat(Web.path("/jobs/{}/hosts/{}", "1", "中")).isEqualTo("/jobs/1/hosts/%E4%B8%AD");
    }

    @Test
    void empty_filters_are_left_out_of_an_address() {
        assertThat(Web.url("/hosts", "q", "", "group", null, "status", "waiting"))
                .isEqualTo("/hosts?status=waiting");
        assertThat(Web.url("/hosts", "q", "a&b=c")).isEqualTo("/hosts?q=a%26b%3Dc");
    }

    @Test
    void pages_keep_the_filters() {
        Pager pager = Pager.of(2, 120, "/hosts", "q", "web", "group", "");
        assertThat(pager.url(1)).isEqualTo("/hosts?q=web");
        assertThat(pager.url(3)).isEqualTo("/hosts?q=web&page=3");
        assertThat(List.of(pager.from(), pager.to(), pager.pages())).containsExactly(51, 100, 3);
    }

    @Test
    void after_signing_in_one_stays_on_this_console() {
        assertThat(SessionPages.ours("/hosts?q=a")).isEqualTo("/hosts?q=a");
        assertThat(
                        List.of(
                                "//evil.example",
                                "https://evil.example",
                                "/\\evil.example",
                                "javascript:alert(1)",
                                "",
                                "/a\nb"))
                .allMatch(to -> SessionPages.ours(to).equals("/"));
    }

    @Test
    void groups_of_a_fingerprint_are_the_fingerprint() {
        String fingerprint = "ab:".repeat(31) + "cd";
        assertThat(View.groups(fingerprint)).hasSize(8);
        assertThat(String.join("", View.groups(fingerprint))).isEqualTo(fingerprint);
    }
}
