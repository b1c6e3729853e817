package org.saltern.sls.jinja.values;

import java.util.ArrayList;
import java.util.List;

/** {@code start:stop:step} in an index; parts that were left out are none. */
public final class SliceValue extends Obj {
    private final Value start;
    private final Value stop;
    private final Value step;

    public SliceValue(Value start, Value stop, Value step) {
        this.start = start;
        this.stop = stop;
        this.step = step;
    }

    /** A slice over a sequence of a known length: the first index, the one to stop before, and the stride. */
    public record Cut(int start, int stop, int step) {
        /** The indexes in order. */
        public List<Integer> indexes() {
            var all = new ArrayList<Integer>();
            for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
                all.add((int) i);
            }
            return all;
        }
    }

    /** Python's {@code slice.indices}. */
    public Cut over(int length) {
        long by = step == None.NONE ? 1 : part(step);
        if (by == 0) {
            throw Errors.value("slice step cannot be zero");
        }
        by = Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, by));
        long low = by > 0 ? 0 : -1;
        long high = by > 0 ? length : length - 1L;
        long from =
                start == None.NONE ? (by > 0 ? low : high) : within(part(start), length, low, high);
        long to = stop == None.NONE ? (by > 0 ? high : low) : within(part(stop), length, low, high);
        return new Cut((int) from, (int) to, (int) by);
    }

    private static long within(long index, int length, long low, long high) {
        long real = index < 0 ? index + length : index;
        return Math.max(low, Math.min(high, real));
    }

    private static long part(Value value) {
        if (value instanceof Int i) {
            return Math.max(-(1L << 40), Math.min(1L << 40, i.clamped()));
        } else if (value instanceof Bool b) {
            return b.value() ? 1 : 0;
        }
        throw Errors.type("slice indices must be integers or None or have an __index__ method");
    }

    @Override
    public String typeName() {
        return "slice";
    }

    @Override
    public String repr() {
        return "slice(" + Repr.repr(start) + ", " + Repr.repr(stop) + ", " + Repr.repr(step) + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SliceValue s
                && start.equals(s.start)
                && stop.equals(s.stop)
                && step.equals(s.step);
    }

    @Override
    public int hashCode() {
        throw Errors.type("unhashable type: 'slice'");
    }
}
