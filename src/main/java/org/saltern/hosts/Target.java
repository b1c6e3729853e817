package org.saltern.hosts;

/**
 * Which hosts are meant.
 *
 * @param expression as typed; for a list, ids joined by ','
 * @param delimiter separates path parts of grain and pillar expressions, ':' normally
 */
public record Target(String expression, TargetType type, String delimiter) {
    public static Target of(String expression, TargetType type) {
        return new Target(expression, type, ":");
    }

    public static Target glob(String expression) {
        return of(expression, TargetType.GLOB);
    }

    public static Target group(String name) {
        return of(name, TargetType.NODEGROUP);
    }
}
