package org.saltern.modules.linux;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/** The network interfaces of a machine: {@code ip} where it is, else what the JDK sees. */
public final class Interfaces {
    /**
     * One interface.
     *
     * @param mac hardware address, lower case with colons; empty when it has none
     */
    public record Interface(
            String name, Optional<String> mac, boolean up, List<Address> addresses) {
        public Interface {
            addresses = List.copyOf(addresses);
        }

        public List<Address> v4() {
            return addresses.stream().filter(a -> !a.isV6()).toList();
        }

        public List<Address> v6() {
            return addresses.stream().filter(Address::isV6).toList();
        }
    }

    /**
     * One address of an interface.
     *
     * @param broadcast empty when there is none, as for IPv6
     * @param scope {@code global}, {@code link}, {@code host}
     * @param label the interface's name or an alias such as {@code eth0:1}
     * @param secondary a further address of the same network
     */
    public record Address(
            String ip,
            int prefix,
            Optional<String> broadcast,
            String scope,
            String label,
            boolean secondary) {
        public boolean isV6() {
            return ip.indexOf(':') >= 0;
        }

        public boolean isLoopback() {
            return ip.startsWith("127.") || ip.equals("::1");
        }
    }

    private Interfaces() {}

    /** All interfaces in the kernel's order. */
    public static List<Interface> of(Proc proc) {
        return proc.output("ip", "-j", "addr", "show")
                .flatMap(Interfaces::parsed)
                .orElseGet(Interfaces::seenByJava);
    }

    /** The answer of {@code ip -j addr show}; empty when it is not JSON (busybox has no such option). */
    static Optional<List<Interface>> parsed(String json) {
        try {
            var all = new ArrayList<Interface>();
            for (JsonNode link : Json.parse(json)) {
                all.add(parsed(link));
            }
            return all.isEmpty() ? Optional.empty() : Optional.of(all);
        } catch (Problem.BadInput e) {
            return Optional.empty();
        }
    }

    private static Interface parsed(JsonNode link) {
        var addresses = new ArrayList<Address>();
        for (JsonNode a : link.path("addr_info")) {
            if (a.has("local")) {
                addresses.add(
                        new Address(
                                a.get("local").asText(),
                                a.path("prefixlen").asInt(),
                                Optional.ofNullable(a.get("broadcast")).map(JsonNode::asText),
                                a.path("scope").asText(),
                                a.path("label").asText(link.path("ifname").asText()),
                                a.path("secondary").asBoolean()));
            }
        }
        boolean up = false;
        for (JsonNode flag : link.path("flags")) {
            up |= flag.asText().equals("UP");
        }
        boolean ether = !link.path("link_type").asText().equals("none") && link.has("address");
        Optional<String> mac = ether ? Optional.of(link.get("address").asText()) : Optional.empty();
        return new Interface(link.path("ifname").asText(), mac, up, addresses);
    }

    /** What the JDK sees of the machine that this program runs on. */
    static List<Interface> seenByJava() {
        try {
            var all = new ArrayList<Interface>();
            for (NetworkInterface i : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                var addresses = new ArrayList<Address>();
                for (InterfaceAddress a : i.getInterfaceAddresses()) {
                    addresses.add(seenByJava(i, a));
                }
                addresses.sort(java.util.Comparator.comparing(Address::isV6));
                byte[] mac = i.getHardwareAddress();
                String none = i.isLoopback() ? "00:00:00:00:00:00" : null;
                String text = mac == null ? none : HexFormat.ofDelimiter(":").formatHex(mac);
                all.add(new Interface(i.getName(), Optional.ofNullable(text), i.isUp(), addresses));
            }
            all.sort(java.util.Comparator.comparingInt(Interfaces::index));
            return all;
        } catch (SocketException e) {
            throw new Problem.Unavailable(
                    "The network interfaces cannot be read",
                    "network",
                    "Install iproute2 on this machine.",
                    e);
        }
    }

    private static int index(Interface one) {
        try {
            NetworkInterface i = NetworkInterface.getByName(one.name());
            return i == null ? Integer.MAX_VALUE : i.getIndex();
        } catch (SocketException e) {
            return Integer.MAX_VALUE;
        }
    }

    private static Address seenByJava(NetworkInterface of, InterfaceAddress a) {
        String ip = a.getAddress().getHostAddress();
        int zone = ip.indexOf('%');
        boolean local = a.getAddress().isLinkLocalAddress();
        String scope = a.getAddress().isLoopbackAddress() ? "host" : local ? "link" : "global";
        return new Address(
                zone < 0 ? Addresses.shortened(ip) : Addresses.shortened(ip.substring(0, zone)),
                a.getNetworkPrefixLength(),
                Optional.ofNullable(a.getBroadcast()).map(java.net.InetAddress::getHostAddress),
                scope,
                of.getName(),
                false);
    }
}
