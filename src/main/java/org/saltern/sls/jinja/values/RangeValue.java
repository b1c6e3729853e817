package org.saltern.sls.jinja.values;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.saltern.sls.jinja.JinjaLimits;

/** {@code range(start, stop, step)}, no longer than the sandbox allows. */
public final class RangeValue extends Obj {
    private final long start;
    private final long stop;
    private final long step;
    private final long length;

    /** @throws org.saltern.sls.jinja.JinjaError the step is zero, or the range longer than the sandbox allows */
    public RangeValue(long start, long stop, long step) {
        if (step == 0) {
            throw Errors.value("range() arg 3 must not be zero");
        }
        this.start = start;
        this.stop = stop;
        this.step = step;
        this.length = count(start, stop, step);
        if (length > JinjaLimits.LONGEST_RANGE) {
            throw Errors.overflow(
                    "Range too big. The sandbox blocks ranges larger than MAX_RANGE ("
                            + JinjaLimits.LONGEST_RANGE
                            + ").");
        }
    }

    private static long count(long start, long stop, long step) {
        double span = step > 0 ? (double) stop - start : (double) start - stop;
        if (span <= 0) {
            return 0;
        }
        double rounds = Math.ceil(span / Math.abs((double) step));
        if (rounds > 1e9) {
            return Long.MAX_VALUE;
        }
        return step > 0 ? (stop - start - 1) / step + 1 : (start - stop - 1) / -step + 1;
    }

    public long at(long index) {
        return start + index * step;
    }

    public long start() {
        return start;
    }

    public long stop() {
        return stop;
    }

    public long stride() {
        return step;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isIterable() {
        return true;
    }

    @Override
    public Iterator<Value> iterate(Run run) {
        return new Iterator<>() {
            private long next;

            @Override
            public boolean hasNext() {
                return next < length;
            }

            @Override
            public Value next() {
                if (next >= length) {
                    throw new NoSuchElementException();
                }
                return Int.of(at(next++));
            }
        };
    }

    @Override
    public Value item(Run run, Value key) {
        if (key instanceof SliceValue slice) {
            var cut = slice.over((int) length);
            return new RangeValue(at(cut.start()), at(cut.stop()), step * cut.step());
        }
        long index = Numbers.index(key);
        long real = index < 0 ? index + length : index;
        if (real < 0 || real >= length) {
            throw Errors.index("range object index out of range");
        }
        return Int.of(at(real));
    }

    @Override
    public Value attribute(Run run, String name) {
        return switch (name) {
            case "start" -> Int.of(start);
            case "stop" -> Int.of(stop);
            case "step" -> Int.of(step);
            default -> null;
        };
    }

    @Override
    public String typeName() {
        return "range";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RangeValue r
                && length == r.length
                && (length == 0 || start == r.start && (length == 1 || step == r.step));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(length == 0 ? 0 : start * 31 + length);
    }

    @Override
    public String repr() {
        return "range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
    }
}
