package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The execution functions of a minion by name. A call always ends in an {@link Outcome}; what went wrong is in it, in
 * upstream's words (facts: Salt 3006 minion, _thread_return). Immutable and thread-safe.
 */
public final class Modules {
    private static final Logger LOG = LoggerFactory.getLogger(Modules.class);
    private static final int RETCODE_ERROR = 1;
    private static final int TRACE_LINES = 20;

    /** Functions whose answer upstream prints as {@code highstate}. */
    private static final Set<String> STATE_RUNS =
            Set.of(
                    "state.apply",
                    "state.sls",
                    "state.sls_id",
                    "state.top",
                    "state.single",
                    "state.highstate",
                    "state.template",
                    "state.template_str",
                    "state.test",
                    "state.request",
                    "state.check_request",
                    "state.run_request");

    private final SortedMap<String, Function> functions = new TreeMap<>();

    /** @throws IllegalArgumentException two functions of the same name */
    public Modules(Collection<Function> all) {
        for (Function f : all) {
            if (functions.put(f.name(), f) != null) {
                throw new IllegalArgumentException("Two functions are named " + f.name());
            }
        }
    }

    /** All functions, sorted by name. */
    public Collection<Function> functions() {
        return java.util.Collections.unmodifiableCollection(functions.values());
    }

    public Optional<Function> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /**
     * Runs a function with the arguments of a publication.
     *
     * @param arguments positional values; keyword arguments are maps with {@code "__kwarg__": true}
     * @throws InterruptedException the job was killed while it ran
     */
    public Outcome call(Context context, String name, List<JsonNode> arguments)
            throws InterruptedException {
        Function function = functions.get(name);
        if (function == null) {
            return unknown(name);
        }
        try {
            return done(name, run(context, function, arguments));
        } catch (InterruptedException e) {
            throw e;
        } catch (ModuleError e) {
            return Outcome.refused(wording(function, e)).with(e);
        } catch (IOException e) {
            LOG.debug("{} failed", name, e);
            return Outcome.refused("ERROR: " + reason(e));
        } catch (InvalidPathException e) {
            return Outcome.refused(
                    "ERROR executing '" + name + "': Not a path: " + Problem.shown(e.getInput()));
        } catch (Exception e) {
            LOG.warn("{} broke", name, e);
            return new Outcome(
                    Values.text("The minion function caused an exception: " + trace(e)),
                    RETCODE_ERROR,
                    Optional.of("nested"),
                    true);
        }
    }

    /** What a call left when it did not fail: the answer and the exit code that it set. */
    public record Answer(JsonNode value, int retcode) {}

    /** Runs a function for another one: failures come as exceptions. */
    public JsonNode run(Context context, String name, List<JsonNode> arguments) throws Exception {
        Function function = functions.get(name);
        if (function == null) {
            throw new ModuleError.Failed("'" + name + "' is not available.");
        }
        return run(context, function, arguments).value();
    }

    /**
     * Runs a function for another one with arguments that are already values: a text is text, never {@code key=value}.
     * Failures come as exceptions.
     *
     * @throws ModuleError.Failed no such function
     */
    public Answer answer(
            Context context, String name, List<JsonNode> positional, ObjectNode keywords)
            throws Exception {
        Function function = functions.get(name);
        if (function == null) {
            throw new ModuleError.Failed("'" + name + "' is not available.");
        }
        return invoke(context.with(this), function, positional, keywords);
    }

    /** As {@link #answer}, when only the value matters. */
    public JsonNode run(
            Context context, String name, List<JsonNode> positional, ObjectNode keywords)
            throws Exception {
        return answer(context, name, positional, keywords).value();
    }

    /** Runs any function, of this registry or not, in a context that stays as it is. */
    public static Answer invoke(
            Context context, Function function, List<JsonNode> positional, ObjectNode keywords)
            throws Exception {
        Call call = Arguments.fit(context, function, positional, keywords);
        JsonNode value = function.body().run(call);
        return new Answer(value, call.retcode());
    }

    /** This registry with some functions replaced or added: another provider of {@code pkg}, say. */
    public Modules with(Collection<Function> others) {
        var all = new TreeMap<>(functions);
        others.forEach(f -> all.put(f.name(), f));
        return new Modules(all.values());
    }

    private Answer run(Context context, Function function, List<JsonNode> arguments)
            throws Exception {
        Call call = Arguments.fit(context.with(this), function, arguments);
        JsonNode value = function.body().run(call);
        return new Answer(value, call.retcode());
    }

    private static Outcome done(String name, Answer answer) {
        Optional<String> outputter =
                STATE_RUNS.contains(name) ? Optional.of("highstate") : Optional.empty();
        int retcode = answer.retcode();
        if (retcode == 0
                && answer.value().isObject()
                && !(fine(answer, "result") && fine(answer, "success"))) {
            retcode = RETCODE_ERROR;
        }
        return new Outcome(answer.value(), retcode, outputter, false);
    }

    private static boolean fine(Answer answer, String key) {
        return !answer.value().has(key) || Values.isTrue(answer.value().get(key));
    }

    private static String wording(Function f, ModuleError error) {
        return switch (error) {
            case ModuleError.Failed e -> "ERROR: " + e.getMessage();
            case ModuleError.Missing e ->
                    "Command required for '" + f.name() + "' not found: " + e.getMessage();
            case ModuleError.BadRequest e ->
                    "ERROR executing '" + f.name() + "': " + e.getMessage();
            case ModuleError.BadArguments e ->
                    "Passed invalid arguments to "
                            + f.name()
                            + ": "
                            + e.getMessage()
                            + "\n"
                            + f.doc();
        };
    }

    /** Upstream answers the documentation of functions whose name begins alike, with the refusal among it. */
    private Outcome unknown(String name) {
        String text = "'" + name + "' is not available.";
        ObjectNode alike = Json.object();
        functions.tailMap(name).values().stream()
                .takeWhile(f -> f.name().startsWith(name))
                .forEach(f -> alike.put(f.name(), f.doc()));
        if (alike.isEmpty()) {
            return Outcome.refused(text);
        }
        alike.put(name, text);
        return new Outcome(alike, RETCODE_ERROR, Optional.of("nested"), false);
    }

    /** What the machine or the master said, in the words of errno(3) where there are any. */
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException n ->
                    "[Errno 2] No such file or directory: '" + n.getFile() + "'";
            case AccessDeniedException a -> "[Errno 13] Permission denied: '" + a.getFile() + "'";
            case FileAlreadyExistsException f -> "[Errno 17] File exists: '" + f.getFile() + "'";
            case NotDirectoryException d -> "[Errno 20] Not a directory: '" + d.getFile() + "'";
            case DirectoryNotEmptyException d ->
                    "[Errno 39] Directory not empty: '" + d.getFile() + "'";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static String trace(Exception e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return String.join("\n", text.toString().lines().limit(TRACE_LINES).toList());
    }
}
