package org.saltern.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A parsed target expression; made by {@link Expressions}. Immutable and thread-safe. */
public sealed interface Expression {
    /**
     * Whether this host is meant.
     *
     * @throws org.saltern.base.Problem.BadInput a regular expression takes too many steps
     */
    Truth test(Subject subject);

    /** The same as words of a compound expression in upstream's syntax, with groups written out. */
    String words();

    /** Ids that match a shell pattern. */
    record ByGlob(Glob glob) implements Expression {
        @Override
        public Truth test(Subject subject) {
            return Truth.of(glob.matches(subject.id()));
        }

        @Override
        public String words() {
            return glob.toString();
        }
    }

    /** Ids that begin with a match of a regular expression. */
    record ByRegex(Regex regex) implements Expression {
        @Override
        public Truth test(Subject subject) {
            return Truth.of(regex.matchesStart(subject.id()));
        }

        @Override
        public String words() {
            return "E@" + regex;
        }
    }

    /** Exactly these ids. */
    record ByName(Set<String> ids) implements Expression {
        private static final Pattern LISTABLE = Pattern.compile("[^\\s,]+");

        public ByName {
            ids = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(ids));
        }

        @Override
        public Truth test(Subject subject) {
            return Truth.of(ids.contains(subject.id()));
        }

        /** An id with a comma or a space cannot stand in a list; it becomes a regular expression of its own. */
        @Override
        public String words() {
            var parts = new ArrayList<String>();
            String list =
                    ids.stream()
                            .filter(id -> LISTABLE.matcher(id).matches())
                            .collect(Collectors.joining(","));
            if (!list.isEmpty() || ids.isEmpty()) {
                parts.add("L@" + (ids.isEmpty() ? "," : list));
            }
            ids.stream()
                    .filter(id -> !LISTABLE.matcher(id).matches())
                    .forEach(id -> parts.add("E@" + literal(id) + "\\Z"));
            return parts.size() == 1 ? parts.get(0) : "( " + String.join(" or ", parts) + " )";
        }

        private static String literal(String id) {
            return id.codePoints()
                    .mapToObj(c -> String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c))
                    .collect(Collectors.joining());
        }
    }

    /**
     * The names that a range stood for when the expression was read. Minions, which do not know the range server, get them as a
     * list.
     */
    record ByRange(String text, Set<String> ids) implements Expression {
        public ByRange {
            ids = Set.copyOf(ids);
        }

        @Override
        public Truth test(Subject subject) {
            return Truth.of(ids.contains(subject.id()));
        }

        @Override
        public String words() {
            return new ByName(ids).words();
        }
    }

    /** A value in grains or pillar. */
    record ByValue(
            Source source, PathPattern.By by, String path, String delimiter, PathPattern pattern)
            implements Expression {
        /** Where the value is looked for. */
        public enum Source {
            GRAINS,
            PILLAR
        }

        @Override
        public Truth test(Subject subject) {
            ObjectNode data = source == Source.GRAINS ? subject.grains() : subject.pillar();
            return data == null ? Truth.UNKNOWN : Truth.of(pattern.matches(data));
        }

        @Override
        public String words() {
            boolean regex = by == PathPattern.By.REGEX;
            String engine = source == Source.GRAINS ? regex ? "P" : "G" : regex ? "J" : "I";
            return engine + (delimiter.equals(":") ? "" : delimiter) + "@" + path;
        }
    }

    /** An address of the host, by its grains {@code ipv4} and {@code ipv6}. */
    record ByAddress(String text, Network network) implements Expression {
        @Override
        public Truth test(Subject subject) {
            if (subject.grains() == null) {
                return Truth.UNKNOWN;
            }
            JsonNode addresses = subject.grains().path("ipv" + network.version());
            boolean found = addresses.isTextual() && isIn(addresses.textValue());
            for (JsonNode address : addresses) {
                found |= address.isTextual() && isIn(address.textValue());
            }
            return Truth.of(found);
        }

        private boolean isIn(String address) {
            return Network.address(address).filter(network::holds).isPresent();
        }

        @Override
        public String words() {
            return "S@" + text;
        }
    }

    /** All of these. */
    record AllOf(List<Expression> parts) implements Expression {
        @Override
        public Truth test(Subject subject) {
            Truth truth = Truth.YES;
            for (Expression part : parts) {
                truth = truth.and(part.test(subject));
                if (truth == Truth.NO) {
                    break;
                }
            }
            return truth;
        }

        @Override
        public String words() {
            return joined(parts, " and ");
        }
    }

    /** At least one of these; none of none. */
    record AnyOf(List<Expression> parts) implements Expression {
        @Override
        public Truth test(Subject subject) {
            Truth truth = Truth.NO;
            for (Expression part : parts) {
                truth = truth.or(part.test(subject));
                if (truth == Truth.YES) {
                    break;
                }
            }
            return truth;
        }

        @Override
        public String words() {
            return joined(parts, " or ");
        }
    }

    /** The others. */
    record Not(Expression part) implements Expression {
        @Override
        public Truth test(Subject subject) {
            return part.test(subject).negated();
        }

        /** In brackets, as upstream reads {@code not} after a word as {@code and not}. */
        @Override
        public String words() {
            return "( not " + part.words() + " )";
        }
    }

    private static String joined(List<Expression> parts, String word) {
        return parts.stream().map(Expression::words).collect(Collectors.joining(word, "( ", " )"));
    }
}
