package org.saltern.targets;

import java.util.List;

/** A part of a regular expression. A part matches from a place and asks {@link Next} whether the rest agrees. */
sealed interface RegexNode {
    /** The rest of the expression, tried from a place. */
    interface Next {
        boolean from(int at);
    }

    /** Whether this part followed by {@code next} matches from {@code at}. */
    boolean match(RegexRun run, int at, Next next);

    /** How many characters this always takes; -1 when that varies. */
    int width();

    /** One character out of a set. */
    record One(CodePoints set) implements RegexNode {
        boolean fits(RegexRun run, int at) {
            run.step();
            return at < run.in.length && set.has(run.in[at]);
        }

        @Override
        public boolean match(RegexRun run, int at, Next next) {
            return fits(run, at) && next.from(at + 1);
        }

        @Override
        public int width() {
            return 1;
        }
    }

    /** A place that must have a property, such as the end of the text. */
    record Anchor(Property property) implements RegexNode {
        /** What is asked of a place. */
        interface Property {
            boolean at(int[] in, int at);
        }

        @Override
        public boolean match(RegexRun run, int at, Next next) {
            run.step();
            return property.at(run.in, at) && next.from(at);
        }

        @Override
        public int width() {
            return 0;
        }
    }

    /** One after the other; none matches everywhere. */
    record Sequence(List<RegexNode> parts) implements RegexNode {
        @Override
        public boolean match(RegexRun run, int at, Next next) {
            return from(0, run, at, next);
        }

        private boolean from(int part, RegexRun run, int at, Next next) {
            return part == parts.size()
                    ? next.from(at)
                    : run.deeper(parts.get(part), at, end -> from(part + 1, run, end, next));
        }

        @Override
        public int width() {
            return parts.stream()
                    .mapToInt(RegexNode::width)
                    .reduce(0, (a, b) -> a < 0 || b < 0 ? -1 : a + b);
        }
    }

    /** The first of these with which the rest agrees. */
    record Choice(List<RegexNode> options) implements RegexNode {
        @Override
        public boolean match(RegexRun run, int at, Next next) {
            for (RegexNode option : options) {
                if (run.deeper(option, at, next)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public int width() {
            return options.stream()
                    .mapToInt(RegexNode::width)
                    .reduce((a, b) -> a == b ? a : -1)
                    .orElse(0);
        }
    }

    /** A part that remembers what it matched. */
    record Group(int number, RegexNode part) implements RegexNode {
        @Override
        public boolean match(RegexRun run, int at, Next next) {
            int start = run.start(number);
            int end = run.end(number);
            boolean matched =
                    run.deeper(
                            part,
                            at,
                            now -> {
                                int innerStart = run.start(number);
                                int innerEnd = run.end(number);
                                run.set(number, at, now);
                                if (next.from(now)) {
                                    return true;
                                }
                                run.set(number, innerStart, innerEnd);
                                return false;
                            });
            if (!matched) {
                run.set(number, start, end);
            }
            return matched;
        }

        @Override
        public int width() {
            return part.width();
        }
    }

    /** What a group matched, once more. */
    record Again(int group, boolean ignoreCase) implements RegexNode {
        @Override
        public boolean match(RegexRun run, int at, Next next) {
            if (!run.isSet(group)) {
                return false;
            }
            int length = run.end(group) - run.start(group);
            for (int i = 0; i < length; i++) {
                run.step();
                if (at + i >= run.in.length
                        || !same(run.in[run.start(group) + i], run.in[at + i])) {
                    return false;
                }
            }
            return next.from(at + length);
        }

        private boolean same(int a, int b) {
            return a == b || ignoreCase && Character.toLowerCase(a) == Character.toLowerCase(b);
        }

        @Override
        public int width() {
            return -1;
        }
    }

    /** A part that must, or must not, match ahead of or behind the place, without taking anything. */
    record Look(RegexNode part, boolean behind, boolean wanted) implements RegexNode {
        @Override
        public boolean match(RegexRun run, int at, Next next) {
            int from = behind ? at - part.width() : at;
            boolean found = from >= 0 && run.deeper(part, from, end -> !behind || end == at);
            return found == wanted && next.from(at);
        }

        @Override
        public int width() {
            return 0;
        }
    }

    /** A part that, once matched, is not tried another way. */
    record Atomic(RegexNode part) implements RegexNode {
        @Override
        public boolean match(RegexRun run, int at, Next next) {
            int[] end = {-1};
            boolean found =
                    run.deeper(
                            part,
                            at,
                            now -> {
                                end[0] = now;
                                return true;
                            });
            return found && next.from(end[0]);
        }

        @Override
        public int width() {
            return part.width();
        }
    }

    /** One of two parts, by whether a group has matched. */
    record IfGroup(int group, RegexNode then, RegexNode otherwise) implements RegexNode {
        @Override
        public boolean match(RegexRun run, int at, Next next) {
            return run.deeper(run.isSet(group) ? then : otherwise, at, next);
        }

        @Override
        public int width() {
            return then.width() == otherwise.width() ? then.width() : -1;
        }
    }

    /** A part several times, as often as possible first when {@code greedy}. */
    record Repeat(RegexNode part, int least, int most, boolean greedy) implements RegexNode {
        @Override
        public boolean match(RegexRun run, int at, Next next) {
            if (part instanceof One one) {
                return greedy
                        ? longestFirst(one, run, at, next)
                        : shortestFirst(one, run, at, next);
            }
            return times(0, run, at, next);
        }

        private boolean longestFirst(One one, RegexRun run, int at, Next next) {
            int end = at;
            while (end - at < most && one.fits(run, end)) {
                end++;
            }
            for (; end - at >= least; end--) {
                run.step();
                if (next.from(end)) {
                    return true;
                }
            }
            return false;
        }

        private boolean shortestFirst(One one, RegexRun run, int at, Next next) {
            for (int end = at; end - at <= most; end++) {
                run.step();
                if (end - at >= least && next.from(end)) {
                    return true;
                }
                if (!one.fits(run, end)) {
                    return false;
                }
            }
            return false;
        }

        private boolean times(int done, RegexRun run, int at, Next next) {
            if (done < least) {
                return once(done, run, at, next);
            }
            return greedy
                    ? done < most && once(done, run, at, next) || next.from(at)
                    : next.from(at) || done < most && once(done, run, at, next);
        }

        /** An optional round that takes nothing is not repeated: it would go on for ever. */
        private boolean once(int done, RegexRun run, int at, Next next) {
            return run.deeper(
                    part,
                    at,
                    end -> end == at && done >= least ? false : times(done + 1, run, end, next));
        }

        @Override
        public int width() {
            return least == most && part.width() >= 0 ? least * part.width() : -1;
        }
    }
}
