package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/**
 * A rule of iptables from the arguments of Salt's states: names of options without their dashes, values that begin with
 * {@code !} or {@code not} for the opposite, and a few names of Salt's own ({@code connstate}, {@code dports},
 * {@code proto}). Options of targets come last, because iptables wants them behind {@code --jump}. One thread.
 */
final class IptablesRule {
    /** What is no part of a rule. */
    private static final Set<String> OTHER =
            Set.of(
                    "name",
                    "state",
                    "chain",
                    "save",
                    "table",
                    "family",
                    "position",
                    "command",
                    "full",
                    "rules");

    private static final List<String> AFTER_JUMP =
            List.of(
                    ("j jump add-set and-mark and-tos checksum-fill clamp-mss-to-pmtu clustermac"
                                    + " ctevents ctmask del-set ecn-tcp-remove exist expevents gateway"
                                    + " hash-init hashmode helper label local-node log-ip-options log-level"
                                    + " log-prefix log-tcp-options log-tcp-sequence log-uid mask new nfmask"
                                    + " nflog-group nflog-prefix nflog-range nflog-threshold nodst notrack"
                                    + " on-ip on-port or-mark or-tos persistent queue-balance queue-bypass"
                                    + " queue-num random rateest-ewmalog rateest-interval rateest-name"
                                    + " reject-with restore restore-mark save-mark selctx set-class set-dscp"
                                    + " set-dscp-class set-mark set-mss set-tos set-xmark strip-options"
                                    + " timeout to to-destination to-ports to-source total-nodes tproxy-mark"
                                    + " ttl-dec ttl-inc ttl-set type ulog-cprange ulog-nlgroup ulog-prefix"
                                    + " ulog-qthreshold xor-mark xor-tos zone dst-pfx hl-dec hl-inc hl-set"
                                    + " hmark-dport-mask hmark-dst-prefix hmark-mod hmark-offset"
                                    + " hmark-proto-mask hmark-rnd hmark-spi-mask hmark-sport-mask"
                                    + " hmark-src-prefix hmark-tuple led-always-blink led-delay led-trigger-id"
                                    + " queue-cpu-fanout src-pfx to-port addr and-mask delude honeypot or-mask"
                                    + " prefix reset reuse set-mac shift static tarpit tname ttl")
                            .split(" "));

    private final Map<String, JsonNode> given = new LinkedHashMap<>();
    private final List<String> parts = new ArrayList<>();

    private IptablesRule(ObjectNode arguments) {
        for (Map.Entry<String, JsonNode> e : arguments.properties()) {
            if (!OTHER.contains(e.getKey()) && !e.getKey().startsWith("__")) {
                given.put(e.getKey().equals("target") ? "jump" : e.getKey(), e.getValue());
            }
        }
    }

    /** The words of a rule, as a line that a shell would split into them. */
    static String line(ObjectNode arguments) {
        var rule = new IptablesRule(arguments);
        rule.interfaces();
        rule.matches();
        rule.ports();
        rule.rest();
        return String.join(" ", rule.parts);
    }

    private boolean has(String name) {
        return given.containsKey(name);
    }

    private static boolean isNegated(String value) {
        return value.startsWith("!") || value.startsWith("not");
    }

    private static String positive(String value) {
        return value.replaceAll("(!|not)\\s?", "");
    }

    /** {@code [! ]option value}; the argument is used up. */
    private void add(String option, String name) {
        String value = Values.asText(given.remove(name));
        boolean negated = isNegated(value);
        parts.add((negated ? "! " : "") + option + " " + (negated ? positive(value) : value));
    }

    private void interfaces() {
        if (has("if")) {
            add("-i", "if");
        }
        if (has("of")) {
            add("-o", "of");
        }
        boolean policy = has("match") && Values.asText(given.get("match")).equals("policy");
        if (has("proto") && !policy) {
            given.put("protocol", given.remove("proto"));
        }
        if (has("protocol")) {
            add("-p", "protocol");
        }
    }

    private void matches() {
        if (has("match")) {
            JsonNode match = given.remove("match");
            for (String one : Call.texts(match)) {
                parts.add("-m " + one);
                if (has("name_") && Set.of("pknock", "quota2", "recent").contains(one)) {
                    parts.add("--name " + Values.asText(given.remove("name_")));
                }
            }
            if (has("proto")) {
                add("--proto", "proto");
            }
        }
        if (has("match-set")) {
            JsonNode sets = given.remove("match-set");
            for (String one : sets.isArray() ? Call.texts(sets) : List.of(Values.asText(sets))) {
                parts.add(
                        "-m set "
                                + (isNegated(one) ? "! " : "")
                                + "--match-set "
                                + (isNegated(one) ? positive(one) : one));
            }
        }
        if (has("connstate")) {
            once("-m state");
            add("--state", "connstate");
        }
    }

    private void once(String part) {
        if (!parts.contains(part)) {
            parts.add(part);
        }
    }

    private void ports() {
        for (String name : List.of("dport", "sport")) {
            if (has(name)) {
                add("--" + name, name);
            }
        }
        for (String name : List.of("dports", "sports")) {
            if (!has(name)) {
                continue;
            }
            if (parts.stream().noneMatch(p -> p.matches("(! )?-p .*"))) {
                throw new ModuleError.BadRequest("Error: protocol must be specified");
            }
            once("-m multiport");
            JsonNode value = given.remove(name);
            List<String> all = value.isArray() ? Call.texts(value) : List.of(Values.asText(value));
            if (all.stream().anyMatch(IptablesRule::isNegated)) {
                parts.add("!");
            }
            parts.add(
                    "--"
                            + name
                            + " "
                            + String.join(
                                    ",",
                                    all.stream()
                                            .map(p -> isNegated(p) ? positive(p) : p)
                                            .toList()));
        }
        if (has("comment")) {
            once("-m comment");
            parts.add("--comment " + quoted(Values.asText(given.remove("comment"))));
        }
        if (has("set") && Values.isTrue(given.get("set"))) {
            add("--match-set", "set");
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static boolean isBare(JsonNode value) {
        return value.isNull() || (value.isTextual() && value.textValue().isEmpty());
    }

    private void rest() {
        var last = new ArrayList<String>();
        for (String name : AFTER_JUMP) {
            if (has(name)) {
                JsonNode value = given.remove(name);
                String text = Values.asText(value);
                boolean spaced = text.chars().anyMatch(Character::isWhitespace);
                last.add("--" + name + (isBare(value) ? "" : " " + (spaced ? quoted(text) : text)));
            }
        }
        for (String name : List.copyOf(given.keySet())) {
            String option = (name.length() == 1 ? "-" : "--") + name;
            if (isBare(given.get(name))) {
                parts.add(option);
                given.remove(name);
            } else {
                add(option, name);
            }
        }
        parts.addAll(last);
    }
}
