package org.saltern.modules.grains;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.modules.linux.Addresses;
import org.saltern.modules.linux.Interfaces;
import org.saltern.modules.linux.Proc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names, addresses, routes and name servers. */
final class NetworkGrains {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkGrains.class);

    private NetworkGrains() {}

    static void add(ObjectNode out, Proc proc) {
        names(out, proc);
        interfaces(out, Interfaces.of(proc));
        gateways(out, proc);
        NameServers.add(out, proc);
    }

    private static void names(ObjectNode out, Proc proc) {
        String node = out.path("nodename").asText();
        String fqdn =
                proc.output("hostname", "--fqdn")
                        .map(String::strip)
                        .filter(n -> !n.isEmpty())
                        .orElse(node);
        int dot = fqdn.indexOf('.');
        out.put("localhost", node);
        out.put("fqdn", fqdn);
        out.put("host", dot < 0 ? fqdn : fqdn.substring(0, dot));
        out.put("domain", dot < 0 ? "" : fqdn.substring(dot + 1));
        ArrayNode v4 = out.putArray("fqdn_ip4");
        ArrayNode v6 = out.putArray("fqdn_ip6");
        try {
            for (InetAddress a : InetAddress.getAllByName(fqdn)) {
                String ip = Addresses.shortened(a.getHostAddress());
                (ip.indexOf(':') < 0 ? v4 : v6).add(ip);
            }
        } catch (UnknownHostException e) {
            LOG.info("This machine's name {} has no address", fqdn);
            LOG.debug("Looking it up", e);
        }
    }

    private static void interfaces(ObjectNode out, List<Interfaces.Interface> all) {
        ObjectNode mac = out.putObject("hwaddr_interfaces");
        ObjectNode v4 = out.putObject("ip4_interfaces");
        ObjectNode v6 = out.putObject("ip6_interfaces");
        ObjectNode both = out.putObject("ip_interfaces");
        var ipv4 = new ArrayList<String>();
        var ipv6 = new ArrayList<String>();
        for (Interfaces.Interface one : all) {
            one.mac().ifPresent(m -> mac.put(one.name(), m));
            add(v4, one.name(), one.v4());
            add(v6, one.name(), one.v6());
            add(both, one.name(), one.v4());
            add(both, one.name(), one.v6());
            one.v4().forEach(a -> ipv4.add(a.ip()));
            one.v6().forEach(a -> ipv6.add(a.ip()));
        }
        ipv4.sort(Addresses.ORDER);
        ipv6.sort(Addresses.ORDER);
        ArrayNode list4 = out.putArray("ipv4");
        ArrayNode list6 = out.putArray("ipv6");
        ipv4.stream().distinct().forEach(list4::add);
        ipv6.stream().distinct().forEach(list6::add);
    }

    private static void add(ObjectNode to, String name, List<Interfaces.Address> addresses) {
        ArrayNode list = to.withArray(name);
        addresses.forEach(a -> list.add(a.ip()));
    }

    private static void gateways(ObjectNode out, Proc proc) {
        if (proc.which("ip").isEmpty()) {
            return;
        }
        boolean v4 = gateway(out, proc, "4");
        boolean v6 = gateway(out, proc, "6");
        out.put("ip_gw", v4 || v6);
    }

    private static boolean gateway(ObjectNode out, Proc proc, String version) {
        String grain = "ip" + version + "_gw";
        Optional<String> route =
                proc.output("ip", "-" + version, "route", "show")
                        .flatMap(t -> t.lines().filter(l -> l.startsWith("default")).findFirst());
        String[] words = route.orElse("").split("\\s+");
        if (words.length > 2 && words[1].equals("via")) {
            out.put(grain, words[2]);
        } else {
            out.put(grain, route.isPresent());
        }
        return route.isPresent();
    }
}
