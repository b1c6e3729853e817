package org.saltern.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Jids;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;

/**
 * Reads {@code _return} loads. Upstream's fields: {@code jid} ({@code req} from {@code salt-call} and schedules), {@code fun} and
 * {@code fun_args}, {@code return}, {@code retcode}, {@code success}, {@code out}, {@code schedule}, {@code metadata}.
 */
final class AnswerReader {
    private static final String ON_ITS_OWN = "req";
    private static final int LARGEST_EVENT = 1 << 20;
    private static final int LARGEST_ARGUMENTS = 1 << 20;
    private static final int LARGEST_METADATA = 64 << 10;
    private static final int DEEPEST = 100;
    private static final int LONGEST_OUTPUT = 64;
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    /** A host that was cut off for longer is believed nothing of that time. */
    private static final Duration OLDEST = Duration.ofDays(30);

    private static final Set<String> TRANSPORT = Set.of("tok", "nonce", "sig", "return");

    private final Jids jids;
    private final InstantSource clock;
    private final int largestReturn;

    AnswerReader(Jids jids, InstantSource clock, int largestReturn) {
        this.jids = jids;
        this.clock = clock;
        this.largestReturn = largestReturn;
    }

    /** @throws Problem.BadInput this is no return; says why */
    Answer read(HostId host, ObjectNode load) {
        JsonNode result = load.get("return");
        if (result == null) {
            throw malformed("it has no 'return'");
        }
        ObjectNode rest = Json.object();
        load.properties().stream()
                .filter(field -> !TRANSPORT.contains(field.getKey()))
                .forEach(field -> rest.set(field.getKey(), field.getValue()));
        if (!Trees.isShallow(rest, DEEPEST)) {
            throw malformed("it is nested deeper than " + DEEPEST + " levels");
        }
        Content content = Content.of(result, largestReturn);
        JsonNode fun = rest.path("fun");
        Verdict verdict = Verdict.of(fun, result, rest.path("retcode"), rest.path("success"));
        NewJob own = isOwn(rest) && isFresh(rest) ? own(host, rest, content) : null;
        Jid jid = own != null ? own.jid() : jid(rest);
        boolean large = content.original() > LARGEST_EVENT || content.original() == 0;
        rest.put("cmd", "_return").put("id", host.value());
        rest.set("return", large ? Content.cut(result, LARGEST_EVENT) : result);
        return new Answer(host, jid, shown(fun), verdict, output(rest), content, own, rest);
    }

    private static boolean isOwn(ObjectNode load) {
        return ON_ITS_OWN.equals(load.path("jid").asText()) || load.path("schedule").isTextual();
    }

    /** Whether a jid that the host chose may be the one of a job that ended now: without one the master chooses. */
    private boolean isFresh(ObjectNode load) {
        String text = load.path("jid").asText();
        if (!Jid.isValid(text)) {
            return true;
        }
        Instant now = clock.instant();
        String stamp = text.substring(0, Jid.at(now).value().length());
        return stamp.compareTo(Jid.at(now.minus(OLDEST)).value()) >= 0
                && stamp.compareTo(Jid.at(now.plus(CLOCK_SKEW)).value()) <= 0;
    }

    private static Jid jid(ObjectNode load) {
        String text = load.path("jid").asText();
        if (!Jid.isValid(text)) {
            throw malformed("its jid is '" + Problem.shown(text) + "'");
        }
        return new Jid(text);
    }

    private NewJob own(HostId host, ObjectNode load, Content content) {
        Instant now = clock.instant();
        String text = load.path("jid").asText();
        Jid jid =
                Jid.isValid(text)
                        ? new Jid(text)
                        : stamped(host, load, content, now).orElseGet(jids::next);
        List<Call> calls = calls(load);
        ArrayNode arguments = Json.array();
        calls.forEach(call -> arguments.addAll(call.arguments()));
        load.put("tgt", host.value()).put("tgt_type", "glob").set("arg", arguments);
        ObjectNode metadata =
                load.get("metadata") instanceof ObjectNode given
                        ? (ObjectNode) Content.cut(given, LARGEST_METADATA)
                        : null;
        return new NewJob(
                jid,
                host.value(),
                Target.of(host.value(), TargetType.LIST),
                calls,
                JobRequest.TIMEOUT,
                "",
                metadata,
                now,
                now,
                List.of(host),
                Set.of(),
                Duration.ZERO);
    }

    /**
     * A jid made from the time stamp that newer minions put into the load: sent again after a lost acknowledgement, the return gets
     * the same jid and is stored once.
     */
    private static Optional<Jid> stamped(
            HostId host, ObjectNode load, Content content, Instant now) {
        String stamp = load.path("_stamp").asText();
        try {
            Instant sent = LocalDateTime.parse(stamp).toInstant(ZoneOffset.UTC);
            if (Duration.between(sent, now).abs().compareTo(CLOCK_SKEW) > 0) {
                return Optional.empty();
            }
            String suffix = hex(host + "\0" + stamp + "\0" + content.hash()).substring(0, 16);
            return Optional.of(new Jid(Jid.at(sent) + "_" + suffix));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // an older minion: no stamp, or none that is one
        }
    }

    private static List<Call> calls(ObjectNode load) {
        JsonNode fun = load.path("fun");
        JsonNode arguments = Content.cut(load.path("fun_args"), LARGEST_ARGUMENTS);
        var calls = new ArrayList<Call>();
        if (fun.size() > Calls.MOST) {
            throw malformed("it names " + fun.size() + " functions");
        }
        if (fun.isArray()) {
            for (int i = 0; i < fun.size(); i++) {
                calls.add(call(fun.get(i), arguments.path(i)));
            }
        } else {
            calls.add(call(fun, arguments));
        }
        return calls;
    }

    private static Call call(JsonNode fun, JsonNode arguments) {
        if (!Calls.isFunctionName(fun.asText())) {
            throw malformed("its function is '" + Problem.shown(fun.asText()) + "'");
        }
        var list = new ArrayList<JsonNode>();
        if (arguments.isArray()) {
            arguments.forEach(list::add);
        } else if (arguments.isObject()) {
            list.add(arguments); // what is left of arguments that are too large
        }
        return new Call(fun.asText(), list);
    }

    private static String output(ObjectNode load) {
        String name = load.path("out").asText("");
        return name.isEmpty() || name.length() > LONGEST_OUTPUT ? null : name;
    }

    private static String shown(JsonNode fun) {
        return Problem.shown(fun.isTextual() ? fun.asText() : fun.toString());
    }

    private static String hex(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static Problem malformed(String why) {
        return new Problem.BadInput(
                "Not a return: " + why, "_return", "Upgrade the minion, or look at its log.");
    }
}
