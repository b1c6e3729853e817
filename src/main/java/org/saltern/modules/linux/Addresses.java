package org.saltern.modules.linux;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.Optional;

/** IP addresses and networks as numbers and as text, without asking a name server. */
public final class Addresses {
    /** Order by number, IPv4 before IPv6. */
    public static final Comparator<String> ORDER =
            Comparator.<String>comparingInt(a -> a.indexOf(':') >= 0 ? 1 : 0)
                    .thenComparing(
                            a -> literal(a).map(InetAddress::getAddress).orElse(new byte[0]),
                            java.util.Arrays::compareUnsigned);

    private static final int V4_BITS = 32;

    /** A network: first address and number of leading bits. */
    public record Network(byte[] address, int prefix) {
        /** Whether the address is of the same family and inside. */
        public boolean holds(InetAddress other) {
            byte[] bytes = other.getAddress();
            return bytes.length == address.length
                    && java.util.Arrays.equals(masked(bytes, prefix), address);
        }

        /** As {@code 10.0.0.0/8}. */
        public String text() {
            return shortened(Addresses.text(address)) + "/" + prefix;
        }
    }

    private Addresses() {}

    /** An address written in digits; a host name is empty, it is never looked up. */
    public static Optional<InetAddress> literal(String text) {
        boolean looksRight =
                text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                        || text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        if (!looksRight) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            boolean v4 = text.indexOf(':') < 0;
            return v4 == address instanceof Inet4Address ? Optional.of(address) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** A network {@code 10.1.2.3/8}; bits beyond the prefix are cleared; without a prefix the single address. */
    public static Optional<Network> network(String cidr) {
        int slash = cidr.indexOf('/');
        String ip = slash < 0 ? cidr : cidr.substring(0, slash);
        Optional<InetAddress> address = literal(ip);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int most = address.get().getAddress().length * 8;
        Optional<Integer> prefix =
                slash < 0 ? Optional.of(most) : prefix(cidr.substring(slash + 1), most);
        return prefix.map(p -> new Network(masked(address.get().getAddress(), p), p));
    }

    private static Optional<Integer> prefix(String text, int most) {
        if (text.matches("[0-9]{1,3}")) {
            int bits = Integer.parseInt(text);
            return bits <= most ? Optional.of(bits) : Optional.empty();
        }
        return literal(text)
                .filter(m -> most == V4_BITS)
                .map(m -> Integer.bitCount(number(m.getAddress())));
    }

    /** The mask of so many leading bits, {@code 255.255.255.0}. */
    public static String mask(int prefix) {
        int bits = prefix == 0 ? 0 : -1 << (V4_BITS - prefix);
        return text(
                new byte[] {
                    (byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits
                });
    }

    /** The last address of the IPv4 network. */
    public static String broadcast(Network network) {
        byte[] out = network.address().clone();
        for (int bit = network.prefix(); bit < out.length * 8; bit++) {
            out[bit / 8] |= (byte) (0x80 >> (bit % 8));
        }
        return text(out);
    }

    static int number(byte[] v4) {
        return java.nio.ByteBuffer.wrap(v4).getInt();
    }

    static byte[] masked(byte[] address, int prefix) {
        byte[] out = address.clone();
        for (int bit = prefix; bit < out.length * 8; bit++) {
            out[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return out;
    }

    public static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "An address has 4 or 16 bytes, not " + address.length, e);
        }
    }

    /** IPv6 in its short form ({@code fe80::1}), IPv4 unchanged. */
    public static String shortened(String ip) {
        if (ip.indexOf(':') < 0) {
            return ip;
        }
        String[] groups = literal(ip).map(InetAddress::getHostAddress).orElse(ip).split(":");
        if (groups.length != 8) {
            return ip;
        }
        int best = -1;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int n = 0;
            while (i + n < groups.length && groups[i + n].equals("0")) {
                n++;
            }
            if (n > length) {
                best = i;
                length = n;
            }
        }
        if (best < 0) {
            return String.join(":", groups);
        }
        String head = String.join(":", java.util.Arrays.copyOf(groups, best));
        String tail =
                String.join(
                        ":", java.util.Arrays.copyOfRange(groups, best + length, groups.length));
        return head + "::" + tail;
    }
}
