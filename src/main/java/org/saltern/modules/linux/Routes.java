package org.saltern.modules.linux;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import org.saltern.base.Json;

/** The kernel's routing tables, in the words of netstat. Facts: route(8) for the letters of the flags. */
public final class Routes {
    private static final int V4_FLAGS = 3;
    private static final int V4_MASK = 7;
    private static final int V6_FLAGS = 8;
    private static final int V6_INTERFACE = 9;
    private static final long[] BITS = {
        0x2, 0x4, 0x10000, 0x40000, 0x1000000, 0x20000, 0x400000, 0x20, 0x200000, 0x2000000
    };
    private static final String LETTERS = "GHDACaemnf";
    private static final long REJECT = 0x200;

    private Routes() {}

    /** {@code addr_family}, {@code destination}, {@code gateway}, {@code netmask}, {@code flags}, {@code interface}. */
    public static ArrayNode v4(Proc proc) {
        ArrayNode out = Json.array();
        for (String line : proc.lines("/proc/net/route")) {
            String[] f = line.strip().split("\\s+");
            if (f.length > V4_MASK && !f[0].equals("Iface")) {
                ObjectNode one = out.addObject();
                one.put("addr_family", "inet")
                        .put("destination", reversed(f[1]))
                        .put("gateway", reversed(f[2]));
                one.put("netmask", reversed(f[V4_MASK]))
                        .put("flags", flags(Long.parseLong(f[V4_FLAGS], 16)));
                one.put("interface", f[0]);
            }
        }
        return out;
    }

    public static ArrayNode v6(Proc proc) {
        ArrayNode out = Json.array();
        for (String line : proc.lines("/proc/net/ipv6_route")) {
            String[] f = line.strip().split("\\s+");
            if (f.length > V6_INTERFACE) {
                ObjectNode one = out.addObject();
                one.put("addr_family", "inet6")
                        .put("destination", plain(f[0]) + "/" + Integer.parseInt(f[1], 16));
                one.put("gateway", plain(f[4])).put("netmask", "");
                one.put("flags", flags(Long.parseLong(f[V6_FLAGS], 16)))
                        .put("interface", f[V6_INTERFACE]);
            }
        }
        return out;
    }

    private static String flags(long bits) {
        var out = new StringBuilder((bits & REJECT) == 0 ? "U" : "!");
        for (int i = 0; i < BITS.length; i++) {
            if ((bits & BITS[i]) != 0) {
                out.append(LETTERS.charAt(i));
            }
        }
        return out.toString();
    }

    /** The kernel writes IPv4 addresses as a little-endian number. */
    private static String reversed(String hex) {
        byte[] b = HexFormat.of().parseHex(hex);
        return Addresses.text(new byte[] {b[3], b[2], b[1], b[0]});
    }

    private static String plain(String hex) {
        return Addresses.shortened(Addresses.text(HexFormat.of().parseHex(hex)));
    }
}
