package org.saltern.modules.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.interop.SaltVenvs;

/** The founding sample on two throw-away Debian hosts, applied by Saltern's engine and by an unmodified Salt. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealHostTest {
    private static final String SERVICE = "service_|-apache_|-apache2_|-running";
    private static final String FILE =
            "file_|-/etc/apache2/apache2.conf_|-/etc/apache2/apache2.conf_|-managed";

    private ThrowawayHost ours;
    private ThrowawayHost salts;

    @BeforeAll
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void apply(@TempDir Path mine, @TempDir Path theirs) throws Exception {
        ours = new ThrowawayHost(mine);
        salts = new ThrowawayHost(theirs);
        ours.runOurs("sample.sh", "apache");
        salts.runSalt("sample.sh", "apache", SaltVenvs.bin("3007.13"));
    }

    private static String fact(ThrowawayHost host, int step, String name) throws Exception {
        return host.read("facts-" + step + ".txt")
                .lines()
                .filter(l -> l.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_sample_installs_configures_and_starts() throws Exception {
        ObjectNode first = ours.answer(1);
        assertThat(first).hasSize(5);
        assertThat(first).allSatisfy(r -> assertThat(r.get("result").asBoolean()).isTrue());
        assertThat(ours.read("facts-1.txt"))
                .contains("apache:x:87:87::/var/www/html:/usr/sbin/nologin")
                .contains("apache:x:87:")
                .contains("install ok installed")
                .contains("\nruns\n");
    }

    @Test
    void a_second_run_changes_nothing() throws Exception {
        assertThat(ThrowawayHost.changed(ours.answer(2))).isEmpty();
        assertThat(ours.read("facts-2.txt")).isEqualTo(ours.read("facts-1.txt"));
        assertThat(ThrowawayHost.changed(ours.answer(4))).isEmpty();
    }

    @Test
    void a_file_changed_on_the_master_reloads_the_service_and_changes_nothing_else()
            throws Exception {
        ObjectNode third = ours.answer(3);
        assertThat(ThrowawayHost.changed(third)).containsExactlyInAnyOrder(FILE, SERVICE);
        assertThat(third.get(SERVICE).get("comment").asText()).isEqualTo("Service reloaded");
        assertThat(fact(ours, 3, "pid")).isEqualTo(fact(ours, 2, "pid"));
        assertThat(fact(ours, 3, "reloads")).isNotEqualTo(fact(ours, 2, "reloads"));
    }

    @Test
    void files_users_and_packages_are_those_that_salt_leaves() throws Exception {
        for (int step = 1; step <= 4; step++) {
            assertThat(comparable(ours, step)).isEqualTo(comparable(salts, step));
        }
    }

    /** Facts without what differs from run to run, and without what the two minions keep for themselves. */
    private static List<String> comparable(ThrowawayHost host, int step) throws Exception {
        return host.read("facts-" + step + ".txt")
                .lines()
                .filter(l -> !l.startsWith("pid ") && !l.contains(" /etc/salt/"))
                .toList();
    }

    @Test
    void returns_are_those_of_salt() throws Exception {
        for (int step = 1; step <= 4; step++) {
            assertThat(ours.answer(step)).isEqualTo(salts.answer(step));
        }
    }
}
