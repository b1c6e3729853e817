package org.saltern.modules.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.saltern.modules.Accounts;
import org.saltern.modules.Command;
import org.saltern.modules.Machine;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The variables that a user has after logging in, as {@code su -} makes them. */
final class LoginEnvironment {
    private static final Logger LOG = LoggerFactory.getLogger(LoginEnvironment.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private LoginEnvironment() {}

    /** What a login gives (nothing when logging in is refused), and in any case HOME, USER and LOGNAME. */
    static Map<String, String> of(Machine machine, String user, String shell) throws IOException {
        var env = new LinkedHashMap<String, String>();
        Optional<String> su = machine.which("su");
        if (su.isPresent()) {
            env.putAll(login(machine, su.get(), user, shell));
        }
        env.put("USER", user);
        env.put("LOGNAME", user);
        Accounts.of(machine).user(user).ifPresent(u -> env.put("HOME", u.home()));
        return env;
    }

    private static Map<String, String> login(Machine machine, String su, String user, String shell)
            throws IOException {
        String mark = "<" + UUID.randomUUID() + ">"; // profile scripts may print too
        String script = "printf %s '" + mark + "'; env -0; printf %s '" + mark + "'";
        var env = new LinkedHashMap<String, String>();
        try {
            Ran ran =
                    machine.run(
                            Command.of(su, "-s", shell, "-", user, "-c", script).within(PATIENCE),
                            Output.NONE);
            String[] parts = ran.text().split(java.util.regex.Pattern.quote(mark), -1);
            if (parts.length != 3) {
                LOG.warn(
                        "The environment of user {} could not be read: su answered {}",
                        user,
                        ran.exit());
                return Map.of();
            }
            for (String pair : parts[1].split("\0")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    env.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        env.remove("_");
        return env;
    }
}
