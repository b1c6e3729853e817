package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;
import org.saltern.modules.linux.Addresses;

/** {@code network.*} that only calculates. */
final class NetworkMath {
    /** Facts: the special-purpose address registries (RFC 6890), as Python's ipaddress counts them. */
    private static final List<String> PRIVATE =
            List.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/29",
                    "192.0.0.170/31",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "240.0.0.0/4",
                    "255.255.255.255/32",
                    "::1/128",
                    "::/128",
                    "100::/64",
                    "2001::/23",
                    "2001:2::/48",
                    "2001:db8::/32",
                    "2001:10::/28",
                    "fc00::/7",
                    "fe80::/10");

    private NetworkMath() {}

    static List<Function> all() {
        return List.of(
                Function.named("network.ip_in_subnet")
                        .doc("Answers whether an address is in a network.")
                        .takes("ip_addr, cidr")
                        .runs(call -> Values.of(isIn(call.text("ip_addr"), call.text("cidr")))),
                Function.named("network.calc_net")
                        .doc(
                                "Answers the network of an address, given as address/prefix or with"
                                        + " a netmask.")
                        .takes("ip_addr, netmask=None")
                        .runs(
                                call ->
                                        Values.text(
                                                network(
                                                                call.text("ip_addr")
                                                                        + call.given("netmask")
                                                                                .map(m -> "/" + m)
                                                                                .orElse(""))
                                                        .text())),
                Function.named("network.convert_cidr")
                        .doc("Answers network, netmask and broadcast of an address/prefix.")
                        .arg("cidr")
                        .runs(NetworkMath::converted),
                Function.named("network.is_loopback")
                        .doc("Answers whether an address is a loopback address.")
                        .arg("ip_addr")
                        .runs(call -> Values.of(address(call).isLoopbackAddress())),
                Function.named("network.is_private")
                        .doc("Answers whether an address is not for the public internet.")
                        .arg("ip_addr")
                        .runs(call -> Values.of(isPrivate(address(call).getHostAddress()))),
                Function.named("network.reverse_ip")
                        .doc("Answers the name that a reverse look-up of this address asks for.")
                        .arg("ip_addr")
                        .runs(call -> Values.text(reversed(address(call)))),
                Function.named("network.iphexval")
                        .doc("Answers an IPv4 address in hexadecimal digits.")
                        .arg("ip")
                        .runs(NetworkMath::hex));
    }

    static boolean isIn(String ip, String cidr) {
        return Addresses.literal(ip).map(a -> network(cidr).holds(a)).orElse(false);
    }

    static boolean isPrivate(String ip) {
        return PRIVATE.stream().anyMatch(n -> isIn(ip, n));
    }

    private static Addresses.Network network(String cidr) {
        return Addresses.network(cidr)
                .orElseThrow(
                        () ->
                                new ModuleError.BadRequest(
                                        "'"
                                                + cidr
                                                + "' does not appear to be an IPv4 or IPv6"
                                                + " network"));
    }

    private static InetAddress address(Call call) {
        String text = call.text("ip_addr");
        return Addresses.literal(text)
                .orElseThrow(
                        () ->
                                new ModuleError.BadRequest(
                                        "'"
                                                + text
                                                + "' does not appear to be an IPv4 or IPv6"
                                                + " address"));
    }

    private static JsonNode converted(Call call) {
        Addresses.Network n = network(call.text("cidr"));
        ObjectNode out =
                Json.object().put("network", Addresses.shortened(Addresses.text(n.address())));
        if (n.address().length > 4) {
            return out.put("netmask", Addresses.shortened(Addresses.text(v6Mask(n.prefix()))))
                    .put("broadcast", Addresses.shortened(Addresses.broadcast(n)));
        }
        return out.put("netmask", Addresses.mask(n.prefix()))
                .put("broadcast", Addresses.broadcast(n));
    }

    private static byte[] v6Mask(int prefix) {
        byte[] mask = new byte[16];
        for (int bit = 0; bit < prefix; bit++) {
            mask[bit / 8] |= (byte) (0x80 >> (bit % 8));
        }
        return mask;
    }

    private static JsonNode hex(Call call) {
        InetAddress address =
                Addresses.literal(call.text("ip"))
                        .orElseThrow(
                                () ->
                                        new ModuleError.BadRequest(
                                                "'" + call.text("ip") + "' is no IPv4 address"));
        return Values.text(
                java.util.HexFormat.of().withUpperCase().formatHex(address.getAddress()));
    }

    private static String reversed(InetAddress address) {
        byte[] bytes = address.getAddress();
        var out = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            int b = bytes[i] & 0xff;
            out.append(bytes.length == 4 ? b + "." : String.format("%x.%x.", b & 0xf, b >> 4));
        }
        return out + (bytes.length == 4 ? "in-addr.arpa" : "ip6.arpa");
    }

    /** The networks with address, mask, prefix length and number of addresses. */
    static JsonNode described(List<String> networks) {
        ObjectNode out = Json.object();
        for (String text : networks) {
            Addresses.Network n = network(text);
            int bits = n.address().length * 8;
            BigInteger size = BigInteger.ONE.shiftLeft(bits - n.prefix());
            String mask =
                    bits == 32
                            ? Addresses.mask(n.prefix())
                            : Addresses.shortened(Addresses.text(v6Mask(n.prefix())));
            out.putObject(text)
                    .put("address", Addresses.shortened(Addresses.text(n.address())))
                    .put("netmask", mask)
                    .put("num_addresses", size)
                    .put("prefixlen", n.prefix());
        }
        return out;
    }
}
