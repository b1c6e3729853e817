package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.Values;
import org.saltern.modules.linux.Addresses;
import org.saltern.modules.linux.Interfaces;
import org.saltern.modules.linux.Proc;

/** {@code network.*}: interfaces and addresses of the machine. */
final class NetworkFunctions {
    private static final String V4 = "interface=None, include_loopback=False, cidr=None, type=None";
    private static final String V6 = "interface=None, include_loopback=False, cidr=None";

    private NetworkFunctions() {}

    static List<Function> all() {
        return Stream.of(interfaces(), addresses()).flatMap(List::stream).toList();
    }

    private static List<Function> interfaces() {
        return List.of(
                Function.named("network.interfaces")
                        .doc("Answers the network interfaces with their addresses.")
                        .runs(NetworkFunctions::interfaces),
                Function.named("network.interface")
                        .doc(
                                "Answers the IPv4 addresses of one interface with netmask,"
                                        + " broadcast and label.")
                        .arg("iface")
                        .runs(call -> ofOne(call, "iface", i -> inet(i.v4()))),
                Function.named("network.interface_ip")
                        .doc("Answers the first IPv4 address of one interface.")
                        .arg("iface")
                        .runs(
                                call ->
                                        ofOne(
                                                call,
                                                "iface",
                                                i ->
                                                        Values.text(
                                                                i.v4().isEmpty()
                                                                        ? ""
                                                                        : i.v4().get(0).ip()))),
                Function.named("network.hw_addr")
                        .doc("Answers the hardware address of one interface.")
                        .arg("iface")
                        .runs(call -> ofOne(call, "iface", i -> Values.text(i.mac().orElse("")))),
                Function.named("network.hwaddr")
                        .doc("Answers the hardware address of one interface.")
                        .arg("iface")
                        .runs(call -> ofOne(call, "iface", i -> Values.text(i.mac().orElse("")))));
    }

    private static List<Function> addresses() {
        return List.of(
                addresses("network.ip_addrs", V4, false),
                addresses("network.ipaddrs", V4, false),
                addresses("network.ip_addrs6", V6, true),
                addresses("network.ipaddrs6", V6, true),
                Function.named("network.subnets")
                        .doc("Answers the IPv4 networks of all interfaces, or of those given.")
                        .opt("interfaces")
                        .runs(
                                call ->
                                        Values.texts(
                                                networks(
                                                        call,
                                                        false,
                                                        false,
                                                        call.texts("interfaces")))),
                Function.named("network.subnets6")
                        .doc("Answers the IPv6 networks of all interfaces.")
                        .runs(call -> Values.texts(networks(call, true, false, List.of()))),
                networks("network.ip_networks", false),
                networks("network.ip_networks6", true),
                Function.named("network.in_subnet")
                        .doc(
                                "Answers whether this machine has an address in the network.\n\n"
                                        + "    salt '*' network.in_subnet 10.0.0.0/8")
                        .arg("cidr")
                        .runs(
                                call ->
                                        Values.of(
                                                here(call, call.text("cidr"))
                                                        .findAny()
                                                        .isPresent())),
                Function.named("network.ifacestartswith")
                        .doc("Answers the interfaces with an address that begins with this text.")
                        .arg("cidr")
                        .runs(NetworkFunctions::startingWith));
    }

    private static Function addresses(String name, String signature, boolean v6) {
        return Function.named(name)
                .doc(
                        "Answers the IPv"
                                + (v6 ? 6 : 4)
                                + " addresses, of one interface or all, without loopback unless"
                                + " asked; cidr keeps those in a network"
                                + (v6 ? "." : ", type keeps 'public' or 'private' ones."))
                .takes(signature)
                .runs(call -> Values.texts(addresses(call, v6)));
    }

    private static Function networks(String name, boolean v6) {
        return Function.named(name)
                .doc(
                        "Answers the IPv"
                                + (v6 ? 6 : 4)
                                + " networks this machine is in; verbose adds address, mask and"
                                + " size.")
                .takes("interface=None, include_loopback=False, verbose=False")
                .runs(
                        call -> {
                            List<String> of = call.texts("interface");
                            List<String> found =
                                    networks(call, v6, call.flag("include_loopback"), of);
                            return call.flag("verbose")
                                    ? NetworkMath.described(found)
                                    : Values.texts(found);
                        });
    }

    private static List<Interfaces.Interface> all(Call call) {
        return Interfaces.of(new Proc(call.machine()));
    }

    private static Stream<Interfaces.Address> every(Call call, boolean v6, List<String> of) {
        return all(call).stream()
                .filter(i -> of.isEmpty() || of.contains(i.name()))
                .flatMap(i -> (v6 ? i.v6() : i.v4()).stream());
    }

    private static List<String> addresses(Call call, boolean v6) {
        Optional<String> cidr = call.given("cidr");
        Optional<String> type = v6 ? Optional.empty() : call.given("type");
        return every(call, v6, call.texts("interface"))
                .filter(a -> call.flag("include_loopback") || !a.isLoopback())
                .map(Interfaces.Address::ip)
                .filter(ip -> cidr.map(c -> NetworkMath.isIn(ip, c)).orElse(true))
                .filter(
                        ip ->
                                type.map(t -> NetworkMath.isPrivate(ip) == t.equals("private"))
                                        .orElse(true))
                .sorted(Addresses.ORDER)
                .distinct()
                .toList();
    }

    private static List<String> networks(Call call, boolean v6, boolean loopback, List<String> of) {
        return every(call, v6, of)
                .filter(a -> loopback || !a.isLoopback())
                .flatMap(a -> Addresses.network(a.ip() + "/" + a.prefix()).stream())
                .map(Addresses.Network::text)
                .distinct()
                .toList();
    }

    private static Stream<Interfaces.Address> here(Call call, String cidr) {
        return every(call, cidr.indexOf(':') >= 0, List.of())
                .filter(a -> NetworkMath.isIn(a.ip(), cidr));
    }

    private static JsonNode ofOne(
            Call call,
            String parameter,
            java.util.function.Function<Interfaces.Interface, JsonNode> what) {
        List<Interfaces.Interface> all = all(call);
        String name = call.text(parameter);
        return all.stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .map(what)
                .orElseGet(
                        () -> {
                            String names =
                                    String.join(
                                            ", ",
                                            all.stream().map(i -> "\"" + i.name() + "\"").toList());
                            return Values.text(
                                    "Interface \""
                                            + name
                                            + "\" not in available interfaces: "
                                            + names);
                        });
    }

    private static JsonNode interfaces(Call call) {
        ObjectNode out = Json.object();
        for (Interfaces.Interface i : all(call)) {
            ObjectNode one = out.putObject(i.name()).put("up", i.up());
            i.mac().ifPresent(m -> one.put("hwaddr", m));
            List<Interfaces.Address> first = i.v4().stream().filter(a -> !a.secondary()).toList();
            List<Interfaces.Address> second =
                    i.v4().stream().filter(Interfaces.Address::secondary).toList();
            if (!first.isEmpty()) {
                one.set("inet", inet(first));
            }
            if (!i.v6().isEmpty()) {
                one.set("inet6", inet6(i.v6()));
            }
            if (!second.isEmpty()) {
                ArrayNode list = inet(second);
                list.forEach(s -> ((ObjectNode) s).put("type", "inet"));
                one.set("secondary", list);
            }
        }
        return out;
    }

    private static ArrayNode inet(List<Interfaces.Address> addresses) {
        ArrayNode list = Json.array();
        for (Interfaces.Address a : addresses) {
            list.addObject()
                    .put("address", a.ip())
                    .put("netmask", Addresses.mask(a.prefix()))
                    .put("broadcast", a.broadcast().orElse(null))
                    .put("label", a.label());
        }
        return list;
    }

    private static ArrayNode inet6(List<Interfaces.Address> addresses) {
        ArrayNode list = Json.array();
        for (Interfaces.Address a : addresses) {
            list.addObject()
                    .put("address", a.ip())
                    .put("prefixlen", Integer.toString(a.prefix()))
                    .put("scope", a.scope());
        }
        return list;
    }

    private static JsonNode startingWith(Call call) {
        String start = call.text("cidr");
        return Values.texts(
                all(call).stream()
                        .filter(i -> i.v4().stream().anyMatch(a -> a.ip().startsWith(start)))
                        .map(Interfaces.Interface::name)
                        .toList());
    }
}
