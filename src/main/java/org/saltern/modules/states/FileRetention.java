package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Paths;

/** {@code file.retention_schedule}: of the backups in a directory the first of each hour, day, week, month or year stays. */
final class FileRetention {
    private FileRetention() {}

    static List<org.saltern.modules.Function> all() {
        return List.of(
                org.saltern.modules.Function.named("file.retention_schedule")
                        .doc(
                                "Backups in a directory thinned out: retain names how many of which"
                                        + " kind stay.")
                        .takes("name, retain, strptime_format=None, timezone=None")
                        .runs(FileRetention::run));
    }

    private static JsonNode run(Call call) throws IOException {
        String name = Paths.expanded(call.machine(), call.text("name"));
        StateResult result = StateResult.named(name);
        if (name.isEmpty()) {
            return result.failed("Must provide name to file.retention_schedule").tree();
        }
        if (!Paths.isDirectory(call.machine(), name)) {
            return result.failed("Name provided to file.retention must be a directory").tree();
        }
        Map<String, LocalDateTime> times = new LinkedHashMap<>();
        var ignored = new ArrayList<>(List.of("..", "."));
        for (String file : call.machine().list(name)) {
            Optional<LocalDateTime> at = time(call, name, file);
            if (at.isPresent()) {
                times.put(file, at.get());
            } else {
                ignored.add(file);
            }
        }
        Set<String> kept = kept(call.value("retain"), times);
        List<String> gone =
                times.keySet().stream()
                        .filter(f -> !kept.contains(f))
                        .sorted(Comparator.reverseOrder())
                        .toList();
        if (!gone.isEmpty()) {
            ObjectNode changes = Json.object();
            changes.set("retained", reversed(kept));
            changes.set("deleted", Values.texts(gone));
            changes.set("ignored", reversed(ignored));
            result.changes(changes);
        }
        if (call.context().test()) {
            String words = gone.size() + " backups would have been removed from " + name + ".\n";
            return gone.isEmpty() ? result.done(words).tree() : result.would(words).tree();
        }
        for (String file : gone) {
            Paths.deleteAll(call.machine(), name + "/" + file);
        }
        return result.done(gone.size() + " backups were removed from " + name + ".\n").tree();
    }

    private static JsonNode reversed(Collection<String> names) {
        return Values.texts(names.stream().sorted(Comparator.reverseOrder()).toList());
    }

    private static Optional<LocalDateTime> time(Call call, String dir, String file)
            throws IOException {
        if (call.given("strptime_format").isPresent()) {
            return PythonTime.read(call.text("strptime_format"), file);
        }
        Instant modified = call.machine().stat(dir + "/" + file, false).orElseThrow().modified();
        return Optional.of(
                LocalDateTime.ofInstant(
                        modified,
                        call.given("timezone").map(ZoneId::of).orElse(ZoneId.systemDefault())));
    }

    private static Set<String> kept(JsonNode retain, Map<String, LocalDateTime> times) {
        var out = new HashSet<String>();
        for (Map.Entry<String, JsonNode> rule : retain.properties()) {
            long count =
                    Values.asText(rule.getValue()).equals("all")
                            ? Long.MAX_VALUE
                            : Long.parseLong(Values.asText(rule.getValue()));
            boolean week = rule.getKey().equals("first_of_week");
            // upstream keeps one week more than it is told
            out.addAll(
                    newest(
                            times,
                            period(rule.getKey()),
                            week && count < Long.MAX_VALUE ? count + 1 : count));
        }
        return out;
    }

    private static Function<LocalDateTime, Long> period(String rule) {
        return switch (rule) {
            case "most_recent" -> t -> t.toEpochSecond(ZoneOffset.UTC);
            case "first_of_hour" -> t -> t.toEpochSecond(ZoneOffset.UTC) / 3600;
            case "first_of_day" -> t -> t.toLocalDate().toEpochDay();
            case "first_of_week" ->
                    t -> t.getYear() * 100L + t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "first_of_month" -> t -> t.getYear() * 100L + t.getMonthValue();
            case "first_of_year" -> t -> (long) t.getYear();
            default -> throw new ModuleError.BadRequest("Not a retention rule: " + rule);
        };
    }

    /** The first file of each of the newest periods. */
    private static List<String> newest(
            Map<String, LocalDateTime> times, Function<LocalDateTime, Long> period, long count) {
        Map<Long, Map.Entry<String, LocalDateTime>> first =
                new TreeMap<>(Comparator.reverseOrder());
        for (Map.Entry<String, LocalDateTime> e : times.entrySet()) {
            first.merge(
                    period.apply(e.getValue()),
                    e,
                    (a, b) -> b.getValue().isBefore(a.getValue()) ? b : a);
        }
        return first.values().stream().limit(count).map(Map.Entry::getKey).toList();
    }
}
