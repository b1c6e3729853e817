package org.saltern.modules.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.interop.SaltVenvs;

/**
 * Users, groups, owners, crontabs, hosts, keys, alternatives, archives, package sources and services on two throw-away Debian
 * hosts, by Saltern's engine and by an unmodified Salt.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemStatesOnHostTest {
    private ThrowawayHost ours;
    private ThrowawayHost salts;

    @BeforeAll
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void apply(@TempDir Path mine, @TempDir Path theirs) throws Exception {
        ours = new ThrowawayHost(mine);
        salts = new ThrowawayHost(theirs);
        ours.runOurs("system.sh", "system");
        salts.runSalt("system.sh", "system", SaltVenvs.bin("3007.13"));
    }

    @Test
    void every_state_succeeds() throws Exception {
        for (Map.Entry<String, JsonNode> e : ours.answer(1).properties()) {
            assertThat(e.getValue().get("result").asBoolean()).as("%s", e).isTrue();
        }
    }

    @Test
    void a_second_run_changes_nothing() throws Exception {
        assertThat(ThrowawayHost.changed(ours.answer(2))).isEmpty();
        assertThat(ours.read("facts-2.txt")).isEqualTo(ours.read("facts-1.txt"));
    }

    @Test
    void the_machine_is_as_salt_leaves_it() throws Exception {
        assertThat(ours.read("facts-1.txt")).isEqualTo(salts.read("facts-1.txt"));
    }

    /** But for the archive, where Salt also says that it trimmed its output to False lines. */
    @Test
    void results_and_comments_are_those_of_salt() throws Exception {
        ObjectNode mine = ours.answer(1);
        ObjectNode theirs = salts.answer(1);
        var different = new ArrayList<String>();
        for (Map.Entry<String, JsonNode> e : theirs.properties()) {
            JsonNode one = mine.path(e.getKey());
            for (String field : List.of("result", "comment")) {
                boolean same = one.path(field).equals(e.getValue().path(field));
                if (!same && !(e.getKey().startsWith("archive_") && field.equals("comment"))) {
                    different.add(
                            e.getKey()
                                    + ": "
                                    + one.path(field)
                                    + " for "
                                    + e.getValue().path(field));
                }
            }
        }
        assertThat(different).isEmpty();
    }
}
