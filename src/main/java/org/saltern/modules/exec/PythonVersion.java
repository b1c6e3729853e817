package org.saltern.modules.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.modules.ModuleError;

/** The order of Python packages' versions and what specifiers such as {@code >=1.2,<2} let through (PEP 440). */
public final class PythonVersion implements Comparable<PythonVersion> {
    private static final Pattern FORM =
            Pattern.compile(
                    "v?(?:(\\d+)!)?(\\d+(?:\\.\\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\\d*))?"
                            + "(?:(?:-|[-_.]?(?:post|rev|r)[-_.]?)(\\d+|(?<=t)))?(?:[-_.]?dev[-_.]?(\\d*))?(?:\\+([a-z0-9.]+))?");
    private static final Pattern SPECIFIER =
            Pattern.compile("\\s*(===|==|~=|!=|<=|>=|<|>)\\s*([^\\s,;]+)\\s*");
    private static final int LAST = Integer.MAX_VALUE;

    private final List<Integer> release = new ArrayList<>();
    private final int[] rest;

    private PythonVersion(Matcher m) {
        release.add(number(m.group(1), 0)); // the epoch, before all others
        for (String part : m.group(2).split("\\.")) {
            release.add(Integer.parseInt(part));
        }
        while (release.size() > 1 && release.getLast() == 0) {
            release.removeLast();
        }
        boolean dev = m.group(6) != null;
        int stage =
                m.group(3) == null
                        ? dev && m.group(5) == null ? -1 : LAST
                        : switch (m.group(3).charAt(0)) {
                            case 'a' -> 0;
                            case 'b' -> 1;
                            default -> 2;
                        };
        rest =
                new int[] {
                    stage,
                    number(m.group(4), 0),
                    m.group(5) == null ? -1 : number(m.group(5), 0),
                    dev ? number(m.group(6), 0) : LAST
                };
    }

    private static int number(String text, int none) {
        return text == null || text.isEmpty() ? none : Integer.parseInt(text);
    }

    /** @throws ModuleError.BadRequest it is not a version */
    public static PythonVersion of(String text) {
        Matcher m = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            throw new ModuleError.BadRequest("Not a version of a Python package: '" + text + "'");
        }
        return new PythonVersion(m);
    }

    @Override
    public int compareTo(PythonVersion other) {
        for (int i = 0; i < Math.max(release.size(), other.release.size()); i++) {
            int mine = i < release.size() ? release.get(i) : 0;
            int theirs = i < other.release.size() ? other.release.get(i) : 0;
            if (mine != theirs) {
                return Integer.compare(mine, theirs);
            }
        }
        return java.util.Arrays.compare(rest, other.rest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PythonVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return release.hashCode();
    }

    /** Whether a version is one of those that the specifiers let through; all, when there are none. */
    public static boolean fits(String version, String specifiers) {
        for (String one : specifiers.split(",")) {
            Matcher m = SPECIFIER.matcher(one);
            if (!one.isBlank() && !(m.matches() && fits(version, m.group(1), m.group(2)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(String version, String operator, String wanted) {
        if (operator.equals("===")) {
            return version.equals(wanted);
        }
        boolean family = wanted.endsWith(".*");
        String base = family ? wanted.substring(0, wanted.length() - 2) : wanted;
        if (family) {
            boolean in = version.equals(base) || version.startsWith(base + ".");
            return operator.equals("==") == in;
        }
        int order = of(version).compareTo(of(base));
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            default -> {
                int dot = base.lastIndexOf('.');
                yield order >= 0 && dot > 0 && fits(version, "==", base.substring(0, dot) + ".*");
            }
        };
    }
}
