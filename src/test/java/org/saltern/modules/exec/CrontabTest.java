package org.saltern.modules.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrontabTest {
    private static final String TAB =
            """
            # my own
            0 1 * * * /usr/bin/own
            # Lines below here are managed by Salt, do not edit
            MAILTO=ops@example.org
            # every night SALT_CRON_IDENTIFIER:nightly
            5 3 * * * /usr/bin/backup --all
            #DISABLED#@daily /usr/bin/off
            """;

    @Test
    void what_is_read_is_written_again() {
        assertThat(Crontab.of(TAB).text()).isEqualTo(TAB);
    }

    @Test
    void lines_above_the_mark_are_nobodys_jobs() {
        assertThat(Crontab.of(TAB).jobs())
                .extracting(Crontab.Job::command)
                .containsExactly("/usr/bin/backup --all", "/usr/bin/off");
        assertThat(Crontab.of(TAB).find("", "/usr/bin/own")).isEmpty();
    }

    @Test
    void a_job_with_an_identifier_may_change_its_command() {
        Crontab tab = Crontab.of(TAB);
        tab.put(new Crontab.Job("nightly", "every night", "5 3 * * *", "/usr/bin/other", false));
        assertThat(tab.text()).contains("/usr/bin/other").doesNotContain("/usr/bin/backup");
    }

    @Test
    void a_variable_has_one_value() {
        Crontab tab = Crontab.of(TAB);
        tab.variable("MAILTO", "");
        assertThat(tab.text()).contains("MAILTO=\"\"\n").doesNotContain("ops@");
        assertThat(tab.variable("MAILTO")).contains("");
    }
}
