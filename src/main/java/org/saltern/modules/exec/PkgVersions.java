package org.saltern.modules.exec;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.modules.ModuleError;

/** Conditions on versions: {@code 1.2}, {@code 1.*}, {@code >=1.2,<2}. */
public final class PkgVersions {
    private static final Pattern CONDITION =
            Pattern.compile("\\s*(==|=|!=|<=|>=|<|>|<>)?\\s*(\\S+)\\s*");

    /** How two versions compare: negative, 0 or positive. */
    @FunctionalInterface
    public interface Comparison {
        int compare(String one, String other) throws IOException, InterruptedException;
    }

    private PkgVersions() {}

    /** Whether a version fulfils all conditions. @param ignoreEpoch a leading {@code 1:} does not count */
    public static boolean fits(
            String version, String conditions, boolean ignoreEpoch, Comparison comparison)
            throws IOException, InterruptedException {
        for (String condition : conditions.split(",")) {
            Matcher parts = CONDITION.matcher(condition);
            if (!parts.matches()) {
                throw new ModuleError.Failed("Not a version: '" + conditions + "'");
            }
            String operator = parts.group(1) == null ? "==" : parts.group(1);
            if (!fits(version, operator, parts.group(2), ignoreEpoch, comparison)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(
            String version,
            String operator,
            String wanted,
            boolean ignoreEpoch,
            Comparison comparison)
            throws IOException, InterruptedException {
        String a = ignoreEpoch ? version.replaceFirst("^[0-9]+:", "") : version;
        String b = ignoreEpoch ? wanted.replaceFirst("^[0-9]+:", "") : wanted;
        boolean equal = operator.equals("==") || operator.equals("=");
        if (equal && (b.contains("*") || b.contains("?"))) {
            return Globs.matches(b, a);
        }
        if (a.equals(b)) {
            return equal || operator.equals("<=") || operator.equals(">=");
        }
        int order = comparison.compare(a, b);
        return switch (operator) {
            case "!=", "<>" -> order != 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            default -> order == 0;
        };
    }
}
