package org.saltern.sls.jinja.eval;

import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.saltern.sls.jinja.JinjaError;
import org.saltern.sls.jinja.JinjaLimits;
import org.saltern.sls.jinja.values.Errors;

/** Counts what one rendering uses. */
final class Limiter {
    /** Texts shorter than this are not counted against the total. */
    private static final int SMALL = 4_096;

    /** Characters of all longer texts together, in multiples of the longest output. */
    private static final int TEXTS = 16;

    private static final int LOOK_EVERY = 64;

    private final JinjaLimits limits;
    private final long started = now();
    private long outside;
    private long steps;
    private long printed;
    private long made;
    private long items;
    private int depth;

    Limiter(JinjaLimits limits) {
        this.limits = limits;
    }

    /** CPU time of this thread; on a virtual one, whose CPU time nobody counts, the time of day. */
    private static long now() {
        long cpu =
                Thread.currentThread().isVirtual()
                        ? -1
                        : ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        return cpu >= 0 ? cpu : System.nanoTime();
    }

    void step() {
        if (++steps > limits.steps()) {
            throw Errors.limit("the template loops more than " + limits.steps() + " times");
        }
        if (steps % LOOK_EVERY == 0) {
            look();
        }
    }

    private void look() {
        if (now() - started - outside > limits.time().toNanos()) {
            throw Errors.limit(
                    "the template takes more than " + limits.time().toMillis() + " ms of CPU time");
        }
    }

    void prints(int characters) {
        printed += characters;
        if (printed > limits.output()) {
            throw Errors.limit("the template prints more than " + limits.output() + " characters");
        }
    }

    void makes(long characters) {
        if (characters > limits.output()) {
            throw Errors.limit("a text of more than " + limits.output() + " characters");
        }
        if (characters > SMALL) {
            made += characters;
            look();
            if (made > (long) limits.output() * TEXTS) {
                throw Errors.limit(
                        "texts of more than "
                                + (long) limits.output() * TEXTS
                                + " characters together");
            }
        }
    }

    void makesItems(long more) {
        items += more;
        if (more > limits.steps() || items > limits.steps() * TEXTS) {
            throw Errors.limit("a list of more than " + limits.steps() + " items");
        }
        if (more > SMALL) {
            look();
        }
    }

    void deeper() {
        if (++depth > limits.depth()) {
            throw new JinjaError("RecursionError", "maximum recursion depth exceeded");
        }
    }

    void shallower() {
        depth--;
    }

    <T> T outside(Supplier<T> work) {
        long before = now();
        T result = work.get();
        outside += now() - before;
        return result;
    }
}
