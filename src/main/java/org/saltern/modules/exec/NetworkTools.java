package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;
import org.saltern.modules.linux.Addresses;
import org.saltern.modules.linux.Interfaces;
import org.saltern.modules.linux.Proc;
import org.saltern.modules.linux.Routes;
import org.saltern.modules.linux.TcpTable;

/** {@code network.*} that asks the kernel, a name server or another machine. */
final class NetworkTools {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECT_MILLIS = 5000;
    private static final String HOST = "[A-Za-z0-9:._-]+";

    private NetworkTools() {}

    static List<Function> all() {
        return Stream.of(names(), routing(), probes()).flatMap(List::stream).toList();
    }

    private static List<Function> names() {
        return List.of(
                Function.named("network.get_hostname")
                        .doc("Answers the host name.")
                        .runs(call -> Values.text(hostname(call))),
                Function.named("network.get_fqdn")
                        .doc("Answers the fully qualified host name.")
                        .runs(
                                call ->
                                        Values.text(
                                                new Proc(call.machine())
                                                        .output("hostname", "--fqdn")
                                                        .map(String::strip)
                                                        .orElse(hostname(call)))),
                Function.named("network.fqdns")
                        .doc(
                                "Answers the names that reverse look-ups of this machine's"
                                        + " addresses give.")
                        .runs(NetworkTools::names));
    }

    private static List<Function> routing() {
        return List.of(
                Function.named("network.routes")
                        .doc("Answers the routing table; family is inet or inet6.")
                        .opt("family")
                        .runs(NetworkTools::routes),
                Function.named("network.default_route")
                        .doc("Answers the default routes; family is inet or inet6.")
                        .opt("family")
                        .runs(NetworkTools::defaultRoutes),
                Function.named("network.get_route")
                        .doc(
                                "Answers how a packet to this address would leave: gateway,"
                                        + " interface and source.")
                        .arg("ip")
                        .runs(NetworkTools::route),
                Function.named("network.active_tcp")
                        .doc("Answers the established TCP connections.")
                        .runs(NetworkTools::connections),
                Function.named("network.arp")
                        .doc(
                                "Answers the neighbours on the local networks: hardware address to"
                                        + " IP address.")
                        .runs(NetworkTools::neighbours));
    }

    private static List<Function> probes() {
        return List.of(
                Function.named("network.netstat")
                        .doc(
                                "Answers open ports and connections, as the program netstat sees"
                                        + " them.")
                        .runs(NetworkTools::netstat),
                Function.named("network.ping")
                        .doc(
                                "Sends four ICMP echoes; answers what ping prints, or with"
                                        + " return_boolean whether they came back.")
                        .takes("host, timeout=False, return_boolean=False")
                        .runs(NetworkTools::ping),
                Function.named("network.dig")
                        .doc("Answers what the program dig says about a name.")
                        .arg("host")
                        .runs(
                                call ->
                                        Values.text(
                                                tool(call, List.of("dig", host(call)))
                                                        .text()
                                                        .stripTrailing())),
                Function.named("network.connect")
                        .doc(
                                "Tries a TCP connection from this minion; answers result and"
                                        + " comment.\n\n"
                                        + "    salt '*' network.connect db1 5432")
                        .takes("host, port=None, **kwargs")
                        .runs(NetworkTools::connect));
    }

    private static String hostname(Call call) {
        return new Proc(call.machine())
                .text("/proc/sys/kernel/hostname")
                .map(String::strip)
                .orElse("localhost");
    }

    private static String host(Call call) {
        String host = call.text("host");
        if (!host.matches(HOST) || host.startsWith("-")) {
            throw new ModuleError.BadRequest("Not a host name or address: " + host);
        }
        return host;
    }

    private static Ran tool(Call call, List<String> argv) throws IOException, InterruptedException {
        if (call.machine().which(argv.get(0)).isEmpty()) {
            throw new ModuleError.Missing(
                    "The '" + argv.get(0) + "' binary was not found in $PATH.");
        }
        return call.machine().run(Command.of(argv).within(PATIENCE), Output.NONE);
    }

    private static JsonNode names(Call call) {
        var proc = new Proc(call.machine());
        var names = new TreeSet<String>();
        for (Interfaces.Interface i : Interfaces.of(proc)) {
            for (Interfaces.Address a : i.addresses()) {
                if (!a.isLoopback() && !a.scope().equals("link")) {
                    proc.output("getent", "hosts", a.ip()).ifPresent(line -> addNames(names, line));
                }
            }
        }
        ObjectNode out = Json.object();
        out.set("fqdns", Values.texts(names));
        return out;
    }

    private static void addNames(TreeSet<String> names, String line) {
        String[] words = line.strip().split("\\s+");
        names.addAll(List.of(words).subList(1, words.length));
    }

    private static JsonNode routes(Call call) {
        var proc = new Proc(call.machine());
        String family = call.given("family").orElse("both");
        ArrayNode out = Json.array();
        if (!List.of("both", "inet", "inet6").contains(family)) {
            throw new ModuleError.Failed("Invalid address family " + family);
        }
        if (!family.equals("inet6")) {
            out.addAll(Routes.v4(proc));
        }
        if (!family.equals("inet")) {
            out.addAll(Routes.v6(proc));
        }
        return out;
    }

    private static JsonNode defaultRoutes(Call call) {
        ArrayNode out = Json.array();
        for (JsonNode route : routes(call)) {
            String to = route.path("destination").asText();
            boolean any =
                    to.equals("::/0")
                            || to.equals("0.0.0.0")
                                    && route.path("netmask").asText().equals("0.0.0.0");
            if (any) {
                out.add(route);
            }
        }
        return out;
    }

    private static JsonNode route(Call call) throws IOException, InterruptedException {
        String ip = call.text("ip");
        if (Addresses.literal(ip).isEmpty()) {
            throw new ModuleError.BadRequest("Not an IP address: " + ip);
        }
        Ran ran = tool(call, List.of("ip", "route", "get", ip));
        if (!ran.ok()) {
            throw new ModuleError.Failed(ran.errors().strip());
        }
        List<String> words = List.of(ran.text().strip().split("\\s+"));
        String first = words.get(0).equals("local") ? words.get(1) : words.get(0);
        ObjectNode out = Json.object().put("destination", first);
        out.set("gateway", after(words, "via"));
        out.set("interface", after(words, "dev"));
        out.set("source", after(words, "src"));
        return out;
    }

    private static JsonNode after(List<String> words, String word) {
        int at = words.indexOf(word);
        return Values.text(at < 0 || at + 1 >= words.size() ? null : words.get(at + 1));
    }

    private static JsonNode connections(Call call) {
        ObjectNode out = Json.object();
        for (TcpTable.Connection c : TcpTable.established(new Proc(call.machine()))) {
            out.putObject(Integer.toString(out.size()))
                    .put("local_addr", c.local())
                    .put("local_port", c.localPort())
                    .put("remote_addr", c.remote())
                    .put("remote_port", c.remotePort());
        }
        return out;
    }

    private static JsonNode neighbours(Call call) {
        ObjectNode out = Json.object();
        for (String line : new Proc(call.machine()).lines("/proc/net/arp")) {
            String[] f = line.strip().split("\\s+");
            if (f.length > 3 && f[3].contains(":") && !f[3].equals("00:00:00:00:00:00")) {
                out.put(f[3], f[0]);
            }
        }
        return out;
    }

    private static JsonNode netstat(Call call) throws IOException, InterruptedException {
        ArrayNode out = Json.array();
        for (String line : tool(call, List.of("netstat", "-tulpnea")).text().lines().toList()) {
            List<String> f = new ArrayList<>(List.of(line.strip().split("\\s+", 9)));
            if (f.get(0).startsWith("udp") && f.size() > 5 && f.get(5).matches("[0-9]+")) {
                f.add(5, ""); // an unconnected UDP port has no state
            }
            if ((f.get(0).startsWith("tcp") || f.get(0).startsWith("udp")) && f.size() >= 9) {
                ObjectNode one = out.addObject();
                one.put("proto", f.get(0)).put("recv-q", f.get(1)).put("send-q", f.get(2));
                one.put("local-address", f.get(3)).put("remote-address", f.get(4));
                if (!f.get(5).isEmpty()) {
                    one.put("state", f.get(5));
                }
                one.put("user", f.get(6)).put("inode", f.get(7)).put("program", f.get(8).strip());
            }
        }
        return out;
    }

    private static JsonNode ping(Call call) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("ping", "-c", "4"));
        if (call.flag("timeout")) {
            argv.addAll(List.of("-W", Long.toString(call.number("timeout"))));
        }
        argv.add(host(call));
        Ran ran = tool(call, argv);
        if (call.flag("return_boolean")) {
            return Values.of(ran.ok());
        }
        call.retcode(ran.exit());
        return Values.text((ran.text() + ran.errors()).strip());
    }

    private static JsonNode connect(Call call) {
        String host = host(call);
        if (call.value("port").isNull()) {
            return Json.object()
                    .put("result", false)
                    .put("comment", "Required argument, port, is missing.");
        }
        int port = Math.toIntExact(call.number("port"));
        try (var socket = new Socket()) {
            var to = new InetSocketAddress(host, port);
            if (to.isUnresolved()) {
                return Json.object()
                        .put("result", false)
                        .put(
                                "comment",
                                "Unable to connect to " + host + " (unknown) on tcp port " + port);
            }
            String where = host + " (" + to.getAddress().getHostAddress() + ") on tcp port " + port;
            return connect(socket, to, where);
        } catch (IOException | IllegalArgumentException e) {
            throw new ModuleError.Failed(
                    "Unable to connect to " + host + " on tcp port " + port + ": " + e.getMessage(),
                    e);
        }
    }

    private static JsonNode connect(Socket socket, InetSocketAddress to, String where) {
        try {
            socket.connect(to, CONNECT_MILLIS);
            return Json.object()
                    .put("result", true)
                    .put("comment", "Successfully connected to " + where);
        } catch (IOException e) {
            return Json.object()
                    .put("result", false)
                    .put("comment", "Unable to connect to " + where);
        }
    }
}
