package org.saltern.modules.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.Machine;
import org.saltern.modules.TestMinion;
import org.saltern.modules.states.StateBuiltins;
import org.saltern.sls.Origins;

/** A minion that dies in a state run leaves whole files, wherever it dies. */
class KilledInTheMiddleTest {
    private static final String OLD = "old\n".repeat(1000);
    private static final String NEW = "new\n".repeat(2000);

    @TempDir private Path folder;

    /** What the kill looks like from inside: nothing after it runs, no clean-up either. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** This machine until so many operations were done; the last one, if it writes, is done by half. */
    private static Machine dyingAfter(Machine machine, int operations) {
        int[] left = {operations};
        return (Machine)
                Proxy.newProxyInstance(
                        Machine.class.getClassLoader(),
                        new Class<?>[] {Machine.class},
                        (proxy, method, arguments) -> {
                            if (left[0]-- <= 0) {
                                throw new Killed();
                            }
                            if (left[0] == 0 && method.getName().equals("write")) {
                                byte[] all = (byte[]) arguments[1];
                                machine.write(
                                        (String) arguments[0], Arrays.copyOf(all, all.length / 2));
                                throw new Killed();
                            }
                            try {
                                return method.invoke(machine, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static Context on(Machine machine, Context context) {
        return new Context(
                machine,
                context.minion(),
                context.job(),
                context.progress(),
                context.jobs(),
                context.files(),
                context.master(),
                context.clock(),
                context.modules());
    }

    private ObjectNode managed(Path file, int operations) throws InterruptedException {
        Context context = new TestMinion(folder).withoutJob().context();
        ObjectNode chunk =
                Json.object()
                        .put("state", "file")
                        .put("fun", "managed")
                        .put("name", file.toString())
                        .put("__id__", "f")
                        .put("__sls__", "s")
                        .put("__env__", "base")
                        .put("contents", NEW)
                        .put("mode", "0640");
        var settings =
                new RunSettings(false, false, false, Set.of(), Json.MAPPER.nullNode(), false);
        return new StateRunner(
                        on(dyingAfter(context.machine(), operations), context),
                        StateBuiltins.modules(),
                        settings,
                        new Origins())
                .run(new java.util.ArrayList<>(List.of(chunk)));
    }

    @Test
    void file_managed_leaves_the_old_or_the_new_content_wherever_it_dies() throws Exception {
        Path file = folder.resolve("f");
        int died = 0;
        for (boolean ended = false; !ended; died++) {
            Files.writeString(file, OLD);
            try {
                managed(file, died);
                ended = true;
            } catch (Killed e) {
                assertThat(Files.readString(file))
                        .as("killed at operation %d", died)
                        .isIn(OLD, NEW);
            }
        }
        assertThat(Files.readString(file)).isEqualTo(NEW);
        assertThat(died).isGreaterThan(5);
    }

    @Test
    void a_file_that_was_not_there_is_whole_or_still_not_there() throws Exception {
        Path file = folder.resolve("g");
        for (int died = 0; ; died++) {
            Files.deleteIfExists(file);
            try {
                managed(file, died);
                break;
            } catch (Killed e) {
                if (Files.exists(file)) {
                    assertThat(Files.readString(file))
                            .as("killed at operation %d", died)
                            .isEqualTo(NEW);
                }
            }
        }
        assertThat(Files.readString(file)).isEqualTo(NEW);
    }
}
