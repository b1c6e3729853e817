package org.saltern.targets;

import java.math.BigInteger;
import java.util.Optional;
import org.saltern.base.Problem;

/**
 * An address, or a network of them, IPv4 or IPv6. Only numbers are read: nothing is looked up.
 *
 * @param version 4 or 6
 * @param base the lowest address
 * @param prefix how many leading bits count
 */
record Network(int version, BigInteger base, int prefix) {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    /** @throws Problem.BadInput neither an address nor a network, or a network with bits behind its prefix */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        Network address =
                address(slash < 0 ? text : text.substring(0, slash)).orElseThrow(() -> bad(text));
        if (slash < 0) {
            return address;
        }
        int prefix =
                prefix(text.substring(slash + 1), address.version).orElseThrow(() -> bad(text));
        var network = new Network(address.version, address.base, prefix);
        if (!network.masked(address.base).equals(address.base)) {
            throw new Problem.BadInput(
                    Problem.text(
                            "'{0}' has bits set behind its prefix of {1}",
                            Problem.shown(text), prefix),
                    "target",
                    Problem.text("Write the lowest address of the network, or the address alone."));
        }
        return network;
    }

    /** The address this text writes, as a network of one; empty when it is none. */
    static Optional<Network> address(String text) {
        return text.indexOf(':') >= 0 ? v6(text) : v4(text);
    }

    boolean holds(Network address) {
        return version == address.version && masked(address.base).equals(base);
    }

    private BigInteger masked(BigInteger value) {
        int open = (version == 4 ? V4_BITS : V6_BITS) - prefix;
        return value.shiftRight(open).shiftLeft(open);
    }

    private static Optional<Network> v4(String text) {
        String[] parts = text.split("\\.", -1);
        BigInteger value = BigInteger.ZERO;
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            value = value.shiftLeft(8).add(new BigInteger(part));
        }
        return parts.length == 4 ? Optional.of(new Network(4, value, V4_BITS)) : Optional.empty();
    }

    private static Optional<Network> v6(String text) {
        String plain = withoutDottedTail(text);
        String[] halves = plain.split("::", -1);
        if (halves.length > 2) {
            return Optional.empty();
        }
        String[] left = words(halves[0]);
        String[] right = halves.length == 2 ? words(halves[1]) : new String[0];
        int gap = 8 - left.length - right.length;
        if (halves.length == 2 ? gap < 1 : gap != 0) {
            return Optional.empty();
        }
        var value = BigInteger.ZERO;
        for (String[] half : new String[][] {left, right}) {
            for (String word : half) {
                if (!word.matches("[0-9A-Fa-f]{1,4}")) {
                    return Optional.empty();
                }
                value = value.shiftLeft(16).add(new BigInteger(word, 16));
            }
            if (half == left) {
                value = value.shiftLeft(16 * gap);
            }
        }
        return Optional.of(new Network(6, value, V6_BITS));
    }

    private static String[] words(String half) {
        return half.isEmpty() ? new String[0] : half.split(":", -1);
    }

    /** {@code ::ffff:10.0.0.1} with its last part as two groups; a wrong tail stays and fails later. */
    private static String withoutDottedTail(String text) {
        int colon = text.lastIndexOf(':');
        String tail = text.substring(colon + 1);
        if (tail.indexOf('.') < 0) {
            return text;
        }
        return v4(tail).map(
                        v4 ->
                                text.substring(0, colon + 1)
                                        + Integer.toHexString(v4.base.shiftRight(16).intValue())
                                        + ":"
                                        + Integer.toHexString(v4.base.intValue() & 0xffff))
                .orElse(text);
    }

    private static Optional<Integer> prefix(String text, int version) {
        int bits = version == 4 ? V4_BITS : V6_BITS;
        if (text.matches("[0-9]{1,3}")) {
            int prefix = Integer.parseInt(text);
            return prefix <= bits ? Optional.of(prefix) : Optional.empty();
        }
        return version == 4 ? v4(text).flatMap(Network::ones) : Optional.empty();
    }

    /** The prefix length a netmask such as 255.255.0.0 stands for. */
    private static Optional<Integer> ones(Network mask) {
        int value = mask.base.intValue();
        int ones = Integer.numberOfLeadingZeros(~value);
        boolean solid = ones == V4_BITS || value << ones == 0;
        return solid ? Optional.of(ones) : Optional.empty();
    }

    private static Problem bad(String text) {
        return new Problem.BadInput(
                Problem.text("Not an address or network: '{0}'", Problem.shown(text)),
                "target",
                Problem.text("Write 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32."));
    }

    @Override
    public String toString() {
        return "IPv" + version + " " + base.toString(16) + "/" + prefix;
    }
}
