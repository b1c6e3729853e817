package org.saltern.sls.jinja.values;

import java.math.BigInteger;

/** A whole number of any size. */
public final class Int implements Value {
    private static final Int[] SMALL = new Int[1280];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = new Int(i - 256, null);
        }
    }

    private final long small;
    private final BigInteger big;

    private Int(long small, BigInteger big) {
        this.small = small;
        this.big = big;
    }

    public static Int of(long value) {
        return value >= -256 && value < SMALL.length - 256
                ? SMALL[(int) value + 256]
                : new Int(value, null);
    }

    public static Int of(BigInteger value) {
        return value.bitLength() < 64 ? of(value.longValue()) : new Int(0, value);
    }

    /** Whether the number fits a {@code long}. */
    public boolean isSmall() {
        return big == null;
    }

    /** The number as a {@code long}; meaningful only when {@link #isSmall}. */
    public long small() {
        return small;
    }

    /** The number. */
    public BigInteger big() {
        return big == null ? BigInteger.valueOf(small) : big;
    }

    public int signum() {
        return big == null ? Long.signum(small) : big.signum();
    }

    /** The nearest {@code long}: lowest or highest when the number is beyond. */
    public long clamped() {
        return big == null ? small : big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public String typeName() {
        return "int";
    }

    @Override
    public boolean truth() {
        return big != null || small != 0;
    }

    @Override
    public boolean equals(Object other) {
        if (other instanceof Int i && big == null && i.big == null) {
            return small == i.small;
        }
        return other instanceof Value v && Compare.numbersEqual(this, v);
    }

    @Override
    public int hashCode() {
        return big == null ? Long.hashCode(small) : Double.hashCode(big.doubleValue());
    }

    /** The decimal digits. */
    @Override
    public String toString() {
        return big == null ? Long.toString(small) : big.toString();
    }
}
