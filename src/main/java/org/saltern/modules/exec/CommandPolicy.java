package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;

/**
 * Which command lines a master may have run: the options {@code cmd_blacklist_glob} and {@code cmd_whitelist_glob}, as
 * upstream reads them. Calls from other functions are not looked at.
 */
record CommandPolicy(boolean asked, List<String> forbidden, List<String> allowed) {
    static CommandPolicy of(Context context) {
        return new CommandPolicy(
                context.job().has("jid"),
                patterns(context.options().path("cmd_blacklist_glob")),
                patterns(context.options().path("cmd_whitelist_glob")));
    }

    private static List<String> patterns(JsonNode option) {
        return option.isArray() ? Call.texts(option) : List.of();
    }

    /** @throws ModuleError.Failed it may not be run */
    void require(String command) {
        boolean refused = forbidden.stream().anyMatch(p -> Globs.matches(p, command));
        boolean listed =
                allowed.isEmpty() || allowed.stream().anyMatch(p -> Globs.matches(p, command));
        if (asked && (refused || !listed)) {
            throw new ModuleError.Failed("The shell command \"" + command + "\" is not permitted");
        }
    }
}
