package org.saltern.modules.grains;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.saltern.modules.linux.Proc;

/** The grain {@code dns}: what resolv.conf says (resolv.conf(5); the last domain or search line wins). */
final class NameServers {
    private static final List<String> FILES =
            List.of("/etc/resolv.conf", "/run/systemd/resolve/resolv.conf");

    private NameServers() {}

    static void add(ObjectNode out, Proc proc) {
        String file =
                proc.lines(FILES.get(0)).stream()
                                        .anyMatch(l -> l.startsWith("nameserver 127.0.0.53"))
                                && proc.exists(FILES.get(1))
                        ? FILES.get(1)
                        : FILES.get(0);
        if (!proc.exists(file)) {
            return;
        }
        ObjectNode dns = out.putObject("dns");
        ArrayNode all = dns.putArray("nameservers");
        ArrayNode v4 = dns.putArray("ip4_nameservers");
        ArrayNode v6 = dns.putArray("ip6_nameservers");
        dns.putArray("sortlist");
        dns.put("domain", "");
        dns.putArray("search");
        dns.putArray("options");
        for (String line : proc.lines(file)) {
            String plain = line.replaceFirst("[#;].*", "").strip();
            String[] words = plain.split("\\s+");
            List<String> rest = Arrays.asList(words).subList(1, words.length);
            if (rest.isEmpty()) {
                continue;
            }
            switch (words[0]) {
                case "nameserver" -> {
                    all.add(rest.get(0));
                    (rest.get(0).indexOf(':') < 0 ? v4 : v6).add(rest.get(0));
                }
                case "domain" -> dns.put("domain", rest.get(0));
                case "search" -> replace(dns, "search", rest);
                case "sortlist" -> replace(dns, "sortlist", rest);
                case "options" -> rest.forEach(dns.withArray("options")::add);
                default -> {}
            }
        }
    }

    private static void replace(ObjectNode dns, String name, List<String> values) {
        ArrayNode list = dns.putArray(name);
        values.forEach(list::add);
    }
}
