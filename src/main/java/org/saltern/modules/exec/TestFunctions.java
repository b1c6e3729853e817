package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.saltern.base.Json;
import org.saltern.base.Tuple;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code test.*}: functions that prove the way to a minion and back. */
final class TestFunctions {
    private static final double MILLIS = 1000;
    private static final double NANOS = 1e9;
    private static final int ANSWER = 42;

    private TestFunctions() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(answers());
        all.addAll(arguments());
        all.addAll(failures());
        all.addAll(callsOfOthers());
        all.addAll(work());
        return all;
    }

    private static List<Function> answers() {
        return List.of(
                Function.named("test.ping")
                        .doc(
                                "Answers True: the minion is up and takes jobs. No ICMP is"
                                        + " involved.\n\n"
                                        + "    salt '*' test.ping")
                        .runs(call -> Values.of(true)),
                Function.named("test.echo")
                        .doc("Answers what it was given.\n\n    salt '*' test.echo 'how are you'")
                        .arg("text")
                        .runs(call -> call.value("text")),
                Function.named("test.outputter")
                        .doc("Answers the data it was given, to try an outputter on.")
                        .arg("data")
                        .runs(call -> call.value("data")),
                Function.named("test.true")
                        .doc("Always answers True.")
                        .runs(call -> Values.of(true)),
                Function.named("test.false")
                        .doc("Always answers False.")
                        .runs(call -> Values.of(false)),
                Function.named("test.retcode")
                        .doc(
                                "Answers True with the given exit code, to see how a non-zero one"
                                        + " is shown.")
                        .opt("code", ANSWER)
                        .runs(TestFunctions::retcode),
                Function.named("test.get_opts")
                        .doc("Answers the options this minion runs with.")
                        .runs(call -> Options.shown(call.context().options())));
    }

    private static List<Function> arguments() {
        return List.of(
                Function.named("test.arg")
                        .doc(
                                "Answers the arguments as the minion understood them.\n\n"
                                        + "    salt '*' test.arg 1 'two' three=3")
                        .more()
                        .keywords()
                        .runs(call -> both(Values.list(call.more()), call.keywords())),
                Function.named("test.arg_clean")
                        .doc("As test.arg, without the __pub_ fields of the publication.")
                        .more()
                        .keywords()
                        .runs(
                                call ->
                                        both(
                                                Values.list(call.more()),
                                                Trees.withoutPublication(call.keywords()))),
                Function.named("test.arg_repr")
                        .doc("As test.arg, with the arguments as text.")
                        .more()
                        .keywords()
                        .runs(
                                call ->
                                        both(
                                                Values.text(tuple(call.more())),
                                                Values.text(Values.shown(call.keywords())))),
                Function.named("test.arg_type")
                        .doc("As test.arg, with the type of each argument instead of its value.")
                        .more()
                        .keywords()
                        .runs(TestFunctions::types),
                Function.named("test.kwarg")
                        .doc(
                                "Answers the keyword arguments as the minion understood them.\n\n"
                                        + "    salt '*' test.kwarg a=1 b='[1, 2]'")
                        .keywords()
                        .runs(Call::keywords));
    }

    private static List<Function> failures() {
        return List.of(
                Function.named("test.exception")
                        .doc("Breaks on purpose, to see what a broken function looks like.")
                        .opt("message", "Test Exception")
                        .runs(
                                call -> {
                                    throw new DeliberateException(call.text("message"));
                                }),
                Function.named("test.raise_exception")
                        .doc(
                                "Fails on purpose the way the named exception does:"
                                        + " CommandExecutionError, CommandNotFoundError,"
                                        + " SaltInvocationError, TypeError (each with or without"
                                        + " 'salt.exceptions.'), or Exception for any other failure.")
                        .arg("name")
                        .more()
                        .keywords()
                        .runs(TestFunctions::raise),
                Function.named("test.assertion")
                        .doc("Breaks unless the value is true.")
                        .arg("assertion")
                        .runs(
                                call -> {
                                    if (!call.flag("assertion")) {
                                        throw new DeliberateException("AssertionError");
                                    }
                                    return Values.none();
                                }));
    }

    private static List<Function> callsOfOthers() {
        return List.of(
                Function.named("test.try")
                        .doc(
                                "Calls another function; None when it fails, or the message with"
                                        + " return_try_exception.")
                        .arg("module")
                        .opt("return_try_exception", false)
                        .keywords()
                        .runs(TestFunctions::attempt),
                Function.named("test.cross_test")
                        .doc(
                                "Calls another function from within this one.\n\n"
                                        + "    salt '*' test.cross_test test.echo '[hello]'")
                        .arg("func")
                        .opt("args")
                        .runs(
                                call ->
                                        call.context()
                                                .modules()
                                                .run(
                                                        call.context(),
                                                        call.text("func"),
                                                        Trees.elements(call.value("args")))));
    }

    private static List<Function> work() {
        return List.of(
                Function.named("test.sleep")
                        .doc("Waits this many seconds, then answers True.")
                        .arg("length")
                        .runs(call -> sleep(seconds(call, "length"))),
                Function.named("test.rand_sleep")
                        .doc("Waits a random time of at most max seconds, then answers True.")
                        .opt("max", 60)
                        .runs(
                                call ->
                                        sleep(
                                                ThreadLocalRandom.current().nextDouble()
                                                        * seconds(call, "max"))),
                Function.named("test.rand_str")
                        .doc("Answers the hash of a random number below size.")
                        .opt("size", Values.of(9_999_999_999L))
                        .opt("hash_type")
                        .runs(TestFunctions::randomHash),
                Function.named("test.random_hash")
                        .doc("Answers the hash of a random number below size.")
                        .opt("size", Values.of(9_999_999_999L))
                        .opt("hash_type")
                        .runs(TestFunctions::randomHash),
                Function.named("test.fib")
                        .doc("Answers the num-th Fibonacci number and the seconds it took.")
                        .arg("num")
                        .runs(TestFunctions::fibonacci),
                Function.named("test.collatz")
                        .doc("Answers the Collatz sequence from start and the seconds it took.")
                        .arg("start")
                        .runs(TestFunctions::collatz));
    }

    private static JsonNode retcode(Call call) {
        call.retcode(Math.toIntExact(call.number("code")));
        return Values.of(true);
    }

    private static JsonNode both(JsonNode args, JsonNode kwargs) {
        ObjectNode out = Json.object();
        out.set("args", args.isArray() ? new Tuple(Trees.elements(args)) : args);
        out.set("kwargs", kwargs);
        return out;
    }

    private static String tuple(List<JsonNode> values) {
        String inner = String.join(", ", values.stream().map(Values::shown).toList());
        return "(" + inner + (values.size() == 1 ? ",)" : ")");
    }

    private static JsonNode types(Call call) {
        ObjectNode kwargs = Json.object();
        for (Map.Entry<String, JsonNode> e : call.keywords().properties()) {
            kwargs.put(e.getKey(), type(e.getValue()));
        }
        return both(Values.texts(call.more().stream().map(TestFunctions::type).toList()), kwargs);
    }

    private static String type(JsonNode value) {
        return "<class '"
                + switch (value.getNodeType()) {
                    case NULL, MISSING -> "NoneType";
                    case BOOLEAN -> "bool";
                    case NUMBER -> value.isIntegralNumber() ? "int" : "float";
                    case ARRAY -> "list";
                    case OBJECT, POJO -> "dict";
                    case BINARY -> "bytes";
                    case STRING -> "str";
                }
                + "'>";
    }

    private static JsonNode raise(Call call) throws Exception {
        String message = String.join(", ", call.moreTexts());
        String name = call.text("name");
        String kind = name.substring(name.lastIndexOf('.') + 1);
        Exception chosen =
                switch (kind) {
                    case "CommandExecutionError" -> new ModuleError.Failed(message);
                    case "CommandNotFoundError" -> new ModuleError.Missing(message);
                    case "SaltInvocationError" -> new ModuleError.BadRequest(message);
                    case "TypeError" -> new ModuleError.BadArguments(message);
                    default -> new DeliberateException(kind + ": " + message);
                };
        throw chosen;
    }

    private static JsonNode attempt(Call call) throws InterruptedException {
        ObjectNode keywords = Trees.withoutPublication(call.keywords());
        keywords.put("__kwarg__", true);
        try {
            return call.context()
                    .modules()
                    .run(call.context(), call.text("module"), List.of(keywords));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return call.flag("return_try_exception") ? Values.text(e.getMessage()) : Values.none();
        }
    }

    private static double seconds(Call call, String parameter) {
        try {
            return Double.parseDouble(call.text(parameter));
        } catch (NumberFormatException e) {
            throw new ModuleError.BadRequest("'" + parameter + "' must be a number of seconds");
        }
    }

    private static JsonNode sleep(double seconds) throws InterruptedException {
        Thread.sleep((long) (seconds * MILLIS));
        return Values.of(true);
    }

    private static JsonNode randomHash(Call call) {
        long below = Math.max(1, call.number("size"));
        String type =
                call.given("hash_type")
                        .orElse(call.context().options().path("hash_type").asText("sha256"));
        String number = Long.toString(ThreadLocalRandom.current().nextLong(below) + 1);
        return Values.text(Hashes.of(type, number));
    }

    private static JsonNode fibonacci(Call call) throws DeliberateException {
        long num = call.number("num");
        if (num < 0) {
            throw new DeliberateException("Negative number is not allowed!");
        }
        long start = System.nanoTime();
        var a = java.math.BigInteger.ZERO;
        var b = java.math.BigInteger.ONE;
        for (long i = 0; i < num; i++) {
            var next = a.add(b);
            a = b;
            b = next;
            if (Thread.currentThread().isInterrupted()) {
                throw new DeliberateException("Interrupted");
            }
        }
        ArrayNode out = Json.array();
        return out.add(com.fasterxml.jackson.databind.node.BigIntegerNode.valueOf(a))
                .add(since(start));
    }

    private static JsonNode collatz(Call call) {
        long n = call.number("start");
        if (n < 1) {
            throw new ModuleError.BadRequest("'start' must be greater than 0");
        }
        long start = System.nanoTime();
        ArrayNode steps = Json.array();
        while (n > 1) {
            steps.add(n);
            n = n % 2 == 0 ? n / 2 : Math.addExact(Math.multiplyExact(n, 3), 1);
        }
        return Json.array().add(steps).add(since(start));
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / NANOS;
    }
}
