package org.saltern.web;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Comma-separated values as RFC 4180 has them. */
final class Csv {
    private Csv() {}

    /**
     * One line with its end. A value that a spreadsheet would take for a formula gets an apostrophe in front: what hosts say is not to
     * be run on the desk of whoever opens the file.
     */
    static String row(String... values) {
        return Arrays.stream(values).map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String value) {
        boolean isFormula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
        boolean isNumber = value.matches("[+-]?[0-9.]{1,30}");
        String safe = isFormula && !isNumber ? "'" + value : value;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
