package org.saltern.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.Locale;

/** Numbers as Salt's YAML reads them: {@code 0644} is 644 (Salt drops leading zeros), {@code 1:30} is 90. */
final class Numbers {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final BigInteger SIXTY = BigInteger.valueOf(60);

    private Numbers() {}

    static JsonNode integer(String text) {
        String digits = text.replace("_", "");
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        BigInteger value;
        if (digits.startsWith("0b")) {
            value = new BigInteger(digits.substring(2), 2);
        } else if (digits.startsWith("0x")) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.indexOf(':') > 0) {
            value = sexagesimal(digits);
        } else if (digits.startsWith("0") && digits.length() > 1 && text.matches("[-+].*")) {
            value = new BigInteger(digits, 8);
        } else {
            value = new BigInteger(digits);
        }
        return number(negative ? value.negate() : value);
    }

    static JsonNode floating(String text) {
        String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
        double sign = digits.startsWith("-") ? -1 : 1;
        if (digits.startsWith("-") || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        double value;
        if (digits.equals(".inf")) {
            value = Double.POSITIVE_INFINITY;
        } else if (digits.equals(".nan")) {
            value = Double.NaN;
        } else if (digits.indexOf(':') > 0) {
            value = 0;
            for (String part : digits.split(":")) {
                value = value * 60 + Double.parseDouble(part);
            }
        } else {
            value = Double.parseDouble(digits);
        }
        return MAKE.numberNode(sign * value);
    }

    private static BigInteger sexagesimal(String digits) {
        BigInteger value = BigInteger.ZERO;
        for (String part : digits.split(":")) {
            value = value.multiply(SIXTY).add(new BigInteger(part));
        }
        return value;
    }

    private static JsonNode number(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return MAKE.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE
                ? MAKE.numberNode(value.longValue())
                : MAKE.numberNode(value);
    }
}
