package org.saltern.sls.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.saltern.sls.jinja.filters.FilterTable;
import org.saltern.sls.jinja.values.Arith;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Gen;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Numbers;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Salt's filters on IP addresses. Which networks count as private or reserved is Python 3.11's knowledge. */
final class NetFilters {
    private static final List<IpAddress> PRIVATE =
            networks(
                    "0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/29"
                            + " 192.0.0.170/31 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15"
                            + " 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 255.255.255.255/32 ::1/128"
                            + " ::/128 ::ffff:0:0/96 100::/64 2001::/23 2001:2::/48 2001:db8::/32"
                            + " 2001:10::/28 fc00::/7 fe80::/10");
    private static final List<IpAddress> RESERVED =
            networks(
                    "240.0.0.0/4 ::/8 100::/8 200::/7 400::/6 800::/5 1000::/4 4000::/3 6000::/3"
                            + " 8000::/3 a000::/3 c000::/3 e000::/4 f000::/5 f800::/6 fe00::/9");
    private static final List<IpAddress> LINK_LOCAL = networks("169.254.0.0/16 fe80::/10");
    private static final List<IpAddress> MULTICAST = networks("224.0.0.0/4 ff00::/8");
    private static final List<IpAddress> LOOPBACK = networks("127.0.0.0/8 ::1/128");
    private static final List<IpAddress> SITE_LOCAL = networks("fec0::/10");

    private static final Map<String, Predicate<IpAddress>> OPTIONS =
            Map.ofEntries(
                    Map.entry("global", ip -> !isPrivate(ip)),
                    Map.entry("public", ip -> !isPrivate(ip)),
                    Map.entry("private", NetFilters::isPrivate),
                    Map.entry("link-local", ip -> ip.isIn(LINK_LOCAL)),
                    Map.entry("linklocal", ip -> ip.isIn(LINK_LOCAL)),
                    Map.entry("link_local", ip -> ip.isIn(LINK_LOCAL)),
                    Map.entry("ll", ip -> ip.isIn(LINK_LOCAL)),
                    Map.entry("loopback", ip -> ip.isIn(LOOPBACK)),
                    Map.entry("lo", ip -> ip.isIn(LOOPBACK)),
                    Map.entry("multicast", ip -> ip.isIn(MULTICAST)),
                    Map.entry("reserved", ip -> ip.isIn(RESERVED)),
                    Map.entry("site-local", ip -> ip.isIn(SITE_LOCAL)),
                    Map.entry("site_local", ip -> ip.isIn(SITE_LOCAL)),
                    Map.entry("sl", ip -> ip.isIn(SITE_LOCAL)),
                    Map.entry("unspecified", ip -> ip.bits().signum() == 0));

    static final FilterTable TABLE =
            new FilterTable()
                    .add(
                            "is_ip(ip_addr, options=None)",
                            (run, a) ->
                                    Bool.of(
                                            is(a.get(0), 4, a.get(1)) != null
                                                    || is(a.get(0), 6, a.get(1)) != null))
                    .add(
                            "is_ipv4(ip_addr, options=None)",
                            (run, a) -> Bool.of(is(a.get(0), 4, a.get(1)) != null))
                    .add(
                            "is_ipv6(ip_addr, options=None)",
                            (run, a) -> Bool.of(is(a.get(0), 6, a.get(1)) != null))
                    .add(
                            "ipv4(value, options=None)",
                            (run, a) -> filtered(run, a.get(0), 4, a.get(1)))
                    .add(
                            "ipv6(value, options=None)",
                            (run, a) -> filtered(run, a.get(0), 6, a.get(1)))
                    .add("ipaddr(value, options=None)", (run, a) -> both(run, a.get(0), a.get(1)))
                    .add(
                            "ip_host(value, options=None, version=None)",
                            (run, a) ->
                                    each(
                                            run,
                                            a,
                                            text -> Str.of(IpAddress.withPrefix(text).toString())))
                    .add(
                            "network_hosts(value, options=None, version=None)",
                            (run, a) ->
                                    each(run, a, text -> hosts(run, IpAddress.withPrefix(text))))
                    .add(
                            "network_size(value, options=None, version=None)",
                            (run, a) ->
                                    each(run, a, text -> Int.of(IpAddress.withPrefix(text).size())))
                    .add("ipwrap(data)", NetFilters::wrapped)
                    .add("filter_by_networks(values, networks)", NetFilters::byNetworks)
                    .add(
                            "gen_mac(prefix='AC:DE:48')",
                            (run, a) -> {
                                ThreadLocalRandom random = ThreadLocalRandom.current();
                                return Str.of(
                                        a.text(0)
                                                + String.format(
                                                        ":%02X:%02X:%02X",
                                                        random.nextInt(256),
                                                        random.nextInt(256),
                                                        random.nextInt(256)));
                            })
                    .add("mac_str_to_bytes(mac_str)", (run, a) -> mac(a.text(0)));

    private NetFilters() {}

    private static List<IpAddress> networks(String texts) {
        return Arrays.stream(texts.split(" ")).map(IpAddress::withPrefix).toList();
    }

    private static boolean isPrivate(IpAddress ip) {
        return ip.unmapped().isIn(PRIVATE);
    }

    /** The address as Python prints it; null when it is none of this version, or not of the kinds asked for. */
    private static String is(Value value, int version, Value options) {
        IpAddress ip =
                switch (Numbers.plain(value)) {
                    case Str s -> IpAddress.read(s.text());
                    case Int i -> IpAddress.of(i.big());
                    case Bytes b when b.length() == 4 || b.length() == 16 ->
                            new IpAddress(
                                    b.length() == 4 ? 4 : 6,
                                    new BigInteger(1, b.content()),
                                    -1,
                                    "");
                    case Undefined u -> throw u.failure();
                    default -> null;
                };
        if (ip == null || ip.version() != version) {
            return null;
        }
        if (options instanceof Str asked) {
            for (String option : asked.text().split(",")) {
                Predicate<IpAddress> kind = OPTIONS.get(option.strip());
                if (kind != null && !kind.test(ip)) {
                    return null;
                }
            }
        }
        return ip.toString();
    }

    private static boolean isList(Value value) {
        return value instanceof ListValue || value instanceof TupleValue || value instanceof Gen;
    }

    private static Value filtered(Run run, Value value, int version, Value options) {
        if (value instanceof Str || value instanceof Bytes) {
            String text = is(value, version, options);
            return text == null ? None.NONE : Str.of(text);
        } else if (!isList(value)) {
            return None.NONE;
        }
        var out = new ListValue();
        for (Value each : run.list(value)) {
            String text = is(each, version, options);
            if (text != null) {
                out.items().add(Str.of(text));
            }
        }
        return out;
    }

    private static Value both(Run run, Value value, Value options) {
        Value given = value instanceof Gen ? new ListValue(run.list(value)) : value;
        Value four = filtered(run, given, 4, options);
        Value six = filtered(run, given, 6, options);
        if (four == None.NONE || six == None.NONE) {
            return four.truth() ? four : six;
        }
        return Arith.add(run, four, six);
    }

    private static Value each(Run run, Bound a, Function<String, Value> make) {
        Value found =
                a.truth(2)
                        ? filtered(run, a.get(0), (int) a.longNumber(2), a.get(1))
                        : both(run, a.get(0), a.get(1));
        if (!found.truth()) {
            return None.NONE;
        } else if (!isList(a.get(0))) {
            return make.apply(Repr.str(found));
        }
        return new ListValue(
                run.list(found).stream().map(each -> make.apply(Repr.str(each))).toList());
    }

    /** All addresses but those of the network itself and, in version 4, of its broadcasts; small networks have neither. */
    private static Value hosts(Run run, IpAddress network) {
        BigInteger size = network.size();
        run.makesItems(size.bitLength() > 40 ? Long.MAX_VALUE : size.longValue());
        boolean small = network.prefix() >= network.width() - 1;
        long first = small ? 0 : 1;
        long last = size.longValue() - (small || network.version() == 6 ? 0 : 1);
        if (network.prefix() == network.width()) {
            return ListValue.of(
                    Str.of(
                            new IpAddress(network.version(), network.bits(), -1, network.zone())
                                    .toString()));
        }
        var out = new ListValue();
        for (long i = first; i < last; i++) {
            run.step();
            out.items()
                    .add(Str.of(network.at(network.first().add(BigInteger.valueOf(i))).toString()));
        }
        return out;
    }

    private static Value bracketed(Value value) {
        if (is(value, 6, None.NONE) == null) {
            return value;
        }
        IpAddress ip = IpAddress.address(Repr.str(value).replaceAll("^\\[+|]+$", ""));
        if (ip == null) {
            throw notAnAddress(value);
        }
        return Str.of("[" + ip + "]");
    }

    private static org.saltern.sls.jinja.JinjaError notAnAddress(Value value) {
        return Errors.value(Repr.repr(value) + " does not appear to be an IPv4 or IPv6 address");
    }

    private static Value wrapped(Run run, Bound a) {
        if (a.get(0) instanceof ListValue || a.get(0) instanceof TupleValue) {
            return new ListValue(run.list(a.get(0)).stream().map(NetFilters::bracketed).toList());
        }
        return bracketed(a.get(0));
    }

    private static Value byNetworks(Run run, Bound a) {
        if (a.isNone(1)) {
            return a.get(0);
        }
        var networks = new ArrayList<IpAddress>();
        for (Value each : run.list(a.get(1))) {
            IpAddress network = each instanceof Str s ? IpAddress.withPrefix(s.text()) : null;
            if (network == null) {
                throw Errors.value(
                        Repr.repr(each) + " does not appear to be an IPv4 or IPv6 network");
            } else if (!network.first().equals(network.bits())) {
                throw Errors.value(Repr.str(each) + " has host bits set");
            }
            networks.add(network);
        }
        if (a.get(0) instanceof DictValue dict) {
            var out = new DictValue();
            dict.entries().forEach((key, ips) -> out.put(key, inside(run, ips, networks)));
            return out;
        } else if (a.get(0) instanceof ListValue
                || a.get(0) instanceof TupleValue
                || a.get(0) instanceof Str) {
            return inside(run, a.get(0), networks);
        }
        throw Errors.value("Do not know how to filter a " + ConvertFilters.className(a.get(0)));
    }

    private static Value inside(Run run, Value ips, List<IpAddress> networks) {
        var out = new ListValue();
        for (Value each : run.list(ips)) {
            IpAddress ip =
                    each instanceof Str s
                            ? IpAddress.address(s.text())
                            : each instanceof Int i ? IpAddress.of(i.big()) : null;
            if (ip == null) {
                throw notAnAddress(each);
            }
            Stream<IpAddress> in = networks.stream().filter(network -> network.has(ip));
            in.forEach(network -> out.items().add(each));
        }
        return out;
    }

    private static Value mac(String text) {
        String digits = text.length() == 17 ? text.replace(text.substring(2, 3), "") : text;
        if (text.length() != 12 && text.length() != 17) {
            throw Errors.value("Invalid MAC address");
        } else if (!digits.matches("[0-9a-fA-F]{12}")) {
            throw Errors.value("invalid literal for int() with base 16");
        }
        return Bytes.of(java.util.HexFormat.of().parseHex(digits));
    }
}
