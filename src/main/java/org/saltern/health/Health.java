package org.saltern.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is looked at to say how this process is. Looking costs little and asks nobody who might not answer. Thread-safe. */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private record Check(String name, Supplier<Part> look) {}

    private final List<Check> checks = new CopyOnWriteArrayList<>();

    /** @param look returns at once; what it throws counts as bad */
    public void add(String name, Supplier<Part> look) {
        checks.add(new Check(name, look));
    }

    /** Each part as it is now, in the order they were added. */
    public List<Part> look() {
        List<Part> parts = new ArrayList<>();
        checks.forEach(check -> parts.add(look(check)));
        return parts;
    }

    /** The worst of some parts; OK when there are none. */
    public static Part.Status worst(List<Part> parts) {
        return parts.stream()
                .map(Part::status)
                .max(Comparator.naturalOrder())
                .orElse(Part.Status.OK);
    }

    /** What is wrong now, for a banner. */
    public List<Problem> problems() {
        return look().stream().map(Part::problem).filter(p -> p != null).toList();
    }

    /** The same for programs: {@code status} and {@code parts}. */
    public static Map<String, Object> report(List<Part> parts) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", word(worst(parts)));
        Map<String, Object> all = new LinkedHashMap<>();
        for (Part part : parts) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("status", word(part.status()));
            if (part.problem() != null) {
                one.put("what", part.problem().what());
                one.put("where", part.problem().where());
                one.put("fix", part.problem().fix());
            }
            one.putAll(part.facts());
            all.put(part.name(), one);
        }
        report.put("parts", all);
        return report;
    }

    /** {@code ok}, {@code warning} or {@code bad}. */
    public static String word(Part.Status status) {
        return status.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Part look(Check check) {
        try {
            return check.look().get();
        } catch (RuntimeException e) {
            LOG.warn("The {} could not be looked at", check.name(), e);
            Problem problem =
                    e instanceof Problem known
                            ? known
                            : new Problem.Unavailable(
                                    "A part of Saltern could not be looked at",
                                    check.name(),
                                    "Look at the log.");
            return Part.of(check.name(), problem, Map.of());
        }
    }
}
