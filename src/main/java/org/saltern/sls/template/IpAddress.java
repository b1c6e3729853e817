package org.saltern.sls.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * An IP address, perhaps with the length of its network's prefix, as Python's {@code ipaddress} reads and prints it.
 *
 * @param bits the address as a number
 * @param prefix -1 for an address by itself
 * @param zone what follows {@code %} in a version 6 address; empty for none
 */
record IpAddress(int version, BigInteger bits, int prefix, String zone) {
    private static final BigInteger TWO_TO_32 = BigInteger.ONE.shiftLeft(32);

    int width() {
        return version == 4 ? 32 : 128;
    }

    /** An address or an interface; null when the text is neither. */
    static IpAddress read(String text) {
        IpAddress plain = address(text);
        return plain != null ? plain : withPrefix(text);
    }

    /** The address with this number; null when there is none. */
    static IpAddress of(BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > 128) {
            return null;
        }
        return new IpAddress(number.compareTo(TWO_TO_32) < 0 ? 4 : 6, number, -1, "");
    }

    /** An address by itself; null when the text is none. */
    static IpAddress address(String text) {
        return text.indexOf(':') >= 0 ? six(text) : four(text);
    }

    /** {@code address/prefix}, or an address with the longest prefix; null when the text is none. */
    static IpAddress withPrefix(String text) {
        int slash = text.indexOf('/');
        IpAddress plain = address(slash < 0 ? text : text.substring(0, slash));
        if (plain == null || slash < 0) {
            return plain == null
                    ? null
                    : new IpAddress(plain.version, plain.bits, plain.width(), plain.zone);
        }
        int length = prefix(text.substring(slash + 1), plain);
        return length < 0 ? null : new IpAddress(plain.version, plain.bits, length, plain.zone);
    }

    private static int prefix(String text, IpAddress of) {
        if (text.matches("[0-9]{1,3}")) {
            int length = Integer.parseInt(text);
            return length <= of.width() ? length : -1;
        }
        IpAddress mask = of.version == 4 ? four(text) : null;
        if (mask == null) {
            return -1;
        }
        for (int length = 0; length <= 32; length++) {
            BigInteger net = mask(32, length);
            if (mask.bits.equals(net) || mask.bits.equals(net.xor(mask(32, 32)))) {
                return length;
            }
        }
        return -1;
    }

    private static BigInteger mask(int width, int length) {
        return BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE).shiftLeft(width - length);
    }

    private static IpAddress four(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        long bits = 0;
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return null;
            }
            bits = bits << 8 | Integer.parseInt(part);
        }
        return new IpAddress(4, BigInteger.valueOf(bits), -1, "");
    }

    private static IpAddress six(String text) {
        int percent = text.indexOf('%');
        String zone = percent < 0 ? "" : text.substring(percent + 1);
        String body = percent < 0 ? text : text.substring(0, percent);
        if (percent >= 0 && (zone.isEmpty() || zone.contains("%") || zone.contains("/"))) {
            return null;
        }
        int colon = body.lastIndexOf(':');
        if (body.indexOf('.') >= 0) {
            IpAddress tail = four(body.substring(colon + 1));
            if (tail == null) {
                return null;
            }
            long bits = tail.bits.longValue();
            body =
                    body.substring(0, colon + 1)
                            + Long.toHexString(bits >> 16)
                            + ":"
                            + Long.toHexString(bits & 0xffff);
        }
        int gap = body.indexOf("::");
        List<String> groups = new ArrayList<>();
        if (gap >= 0) {
            List<String> left = groups(body.substring(0, gap));
            List<String> right = groups(body.substring(gap + 2));
            if (left == null || right == null || left.size() + right.size() > 7) {
                return null;
            }
            groups.addAll(left);
            for (int i = left.size() + right.size(); i < 8; i++) {
                groups.add("0");
            }
            groups.addAll(right);
        } else {
            groups = groups(body);
        }
        if (groups == null || groups.size() != 8) {
            return null;
        }
        BigInteger bits = BigInteger.ZERO;
        for (String group : groups) {
            bits = bits.shiftLeft(16).or(new BigInteger(group, 16));
        }
        return new IpAddress(6, bits, -1, zone);
    }

    private static List<String> groups(String text) {
        List<String> groups = text.isEmpty() ? List.of() : List.of(text.split(":", -1));
        return groups.stream().allMatch(group -> group.matches("[0-9a-fA-F]{1,4}")) ? groups : null;
    }

    /** The address of a number of the same version, by itself. */
    IpAddress at(BigInteger number) {
        return new IpAddress(version, number, -1, "");
    }

    /** The lowest address of the network. */
    BigInteger first() {
        return bits.and(mask(width(), Math.max(0, prefix)));
    }

    /** How many addresses the network has. */
    BigInteger size() {
        return BigInteger.ONE.shiftLeft(width() - prefix);
    }

    /** Whether this network has the address. */
    boolean has(IpAddress address) {
        return version == address.version
                && address.bits.and(mask(width(), prefix)).equals(first());
    }

    /** Whether the address is in one of these networks. */
    boolean isIn(List<IpAddress> networks) {
        return networks.stream().anyMatch(network -> network.has(this));
    }

    /** The version 4 address that this version 6 one stands for; itself when it stands for none. */
    IpAddress unmapped() {
        boolean mapped = version == 6 && bits.shiftRight(32).equals(BigInteger.valueOf(0xffff));
        return mapped
                ? new IpAddress(4, bits.and(TWO_TO_32.subtract(BigInteger.ONE)), -1, "")
                : this;
    }

    @Override
    public String toString() {
        String text = version == 4 ? dotted() : compressed();
        return text + (zone.isEmpty() ? "" : "%" + zone) + (prefix < 0 ? "" : "/" + prefix);
    }

    private String dotted() {
        long b = bits.longValue();
        return (b >> 24 & 255) + "." + (b >> 16 & 255) + "." + (b >> 8 & 255) + "." + (b & 255);
    }

    private String compressed() {
        String[] groups = new String[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = bits.shiftRight(16 * (7 - i)).and(BigInteger.valueOf(0xffff)).toString(16);
        }
        int best = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end].equals("0")) {
                end++;
            }
            if (end - i > longest) {
                best = i;
                longest = end - i;
            }
        }
        if (best < 0) {
            return String.join(":", groups);
        }
        return String.join(":", List.of(groups).subList(0, best))
                + "::"
                + String.join(":", List.of(groups).subList(best + longest, 8));
    }
}
