package org.saltern.sls.template;

import java.util.Map;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.values.Args;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/**
 * Salt's filters that look at the machine or the network: a template reaches only what it was handed, so each of them calls a
 * function behind {@code salt}, and fails when there is none.
 */
final class HostFilters {
    private static final Map<String, String> FUNCTIONS =
            Map.of(
                    "which", "cmd.which",
                    "file_hashsum", "file.get_hash",
                    "get_uid", "file.user_to_uid",
                    "http_query", "http.query",
                    "list_files", "filter.list_files",
                    "is_empty", "filter.is_empty",
                    "is_text_file", "filter.is_text_file",
                    "is_bin_file", "filter.is_bin_file",
                    "dns_check", "filter.dns_check");

    static final FilterTable TABLE = new FilterTable();

    static {
        FUNCTIONS.forEach(
                (filter, function) ->
                        TABLE.add(
                                filter + "(*args, **kwargs)",
                                (run, a) ->
                                        call(
                                                run,
                                                filter,
                                                function,
                                                new Args(a.rest(), a.named()))));
    }

    private HostFilters() {}

    private static Value call(Run run, String filter, String function, Args args) {
        if (run.variable("salt") instanceof Obj salt && salt.contains(run, Str.of(function))) {
            return run.call(salt.item(run, Str.of(function)), args);
        }
        throw new JinjaError(
                "CommandExecutionError",
                "The filter '"
                        + filter
                        + "' looks at the machine, which templates cannot do here: it needs the function '"
                        + function
                        + "'");
    }
}
