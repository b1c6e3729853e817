package org.saltern.rest;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Salt release such as {@code 3006.24} or {@code 3007.0rc1}; compared by its leading numbers. */
record Version(int[] parts) implements Comparable<Version> {
    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})*");

    static Version of(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        return new Version(
                numbers.lookingAt()
                        ? Arrays.stream(numbers.group().split("\\."))
                                .mapToInt(Integer::parseInt)
                                .toArray()
                        : new int[0]);
    }

    @Override
    public int compareTo(Version other) {
        return Arrays.compare(parts, other.parts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version version && Arrays.equals(parts, version.parts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parts);
    }
}
