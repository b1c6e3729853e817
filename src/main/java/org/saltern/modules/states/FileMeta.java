package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Accounts;
import org.saltern.modules.Context;
import org.saltern.modules.FileStat;
import org.saltern.modules.Machine;
import org.saltern.modules.Values;

/**
 * Owner, group and mode as a state wants them of one path: compares, sets, checks that it took effect.
 *
 * @param user name or number; null node for any
 * @param group name or number; null node for any
 * @param mode four octal digits; empty for any
 */
record FileMeta(JsonNode user, JsonNode group, String mode) {
    static final FileMeta ANY = new FileMeta(Values.none(), Values.none(), "");

    /** Empty text counts as not given. */
    FileMeta {
        user = Values.asText(user).isEmpty() ? Values.none() : user;
        group = Values.asText(group).isEmpty() ? Values.none() : group;
    }

    /** From what an author wrote: {@code 644}, {@code '0644'}, {@code "0o644"}. */
    static FileMeta of(JsonNode user, JsonNode group, JsonNode mode) {
        return new FileMeta(user, group, normal(mode));
    }

    /** Four octal digits as Salt compares them; empty for null. The YAML loader has dropped leading zeros. */
    static String normal(JsonNode mode) {
        if (mode.isNull() || Values.asText(mode).isEmpty()) {
            return "";
        }
        String digits = Values.asText(mode).strip().replaceAll("^['\"]|['\"]$", "");
        digits = digits.replaceFirst("^[0oO]+", "");
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    static String shown(int mode) {
        return String.format("%04o", mode);
    }

    FileMeta withMode(String other) {
        return new FileMeta(user, group, other);
    }

    /** Who is wanted but does not exist, in Salt's words; empty when all do. */
    String missing(Context context) throws IOException {
        String words = "";
        Accounts accounts = Accounts.of(context.machine());
        if (user.isTextual() && accounts.user(user.textValue()).isEmpty()) {
            words += "User " + user.textValue() + " is not available ";
        }
        if (group.isTextual() && accounts.group(group.textValue()).isEmpty()) {
            words += "Group " + group.textValue() + " is not available";
        }
        return context.test() ? "" : words; // an earlier state of the run may create them
    }

    /** What differs, without touching anything: {@code user}, {@code group}, {@code mode} with the wanted value. */
    ObjectNode differences(Machine machine, String path, boolean follow) throws IOException {
        ObjectNode out = Json.object();
        Optional<FileStat> found = machine.stat(path, follow);
        if (found.isEmpty()) {
            return out;
        }
        FileStat now = found.get();
        if (!user.isNull() && !is(user, now.user(), now.uid())) {
            out.set("user", user);
        }
        if (!group.isNull() && !is(group, now.group(), now.gid())) {
            out.set("group", group);
        }
        boolean link = now.kind() == FileStat.Kind.LINK;
        if (!mode.isEmpty() && !link && !mode.equals(shown(now.mode()))) {
            out.put("mode", mode);
        }
        return out;
    }

    private static boolean is(JsonNode wanted, String name, long id) {
        String text = Values.asText(wanted);
        return text.equals(name) || text.equals(Long.toString(id));
    }

    /**
     * Brings a path to what is wanted, in test mode only says what it would; adds what changed to {@code changes}.
     *
     * @return what could not be done, in words; empty when all is well
     */
    List<String> apply(Context context, String path, boolean follow, ObjectNode changes)
            throws IOException {
        ObjectNode wanted = differences(context.machine(), path, follow);
        if (wanted.isEmpty() || context.test()) {
            changes.setAll(wanted);
            return List.of();
        }
        String problem = set(context.machine(), path, follow, wanted);
        ObjectNode left = differences(context.machine(), path, follow);
        var failed = new ArrayList<String>();
        for (var e : wanted.properties()) {
            if (left.has(e.getKey())) {
                failed.add(
                        "Failed to change "
                                + e.getKey()
                                + " to "
                                + Values.asText(e.getValue())
                                + problem);
            } else {
                changes.set(e.getKey(), e.getValue());
            }
        }
        return failed;
    }

    /** Sets what is wanted. The mode comes last: a change of owner takes set-uid bits away. */
    private String set(Machine machine, String path, boolean follow, ObjectNode wanted)
            throws IOException {
        try {
            int before = machine.stat(path, follow).orElseThrow().mode();
            if (wanted.has("user") || wanted.has("group")) {
                machine.setOwner(path, uid(machine), gid(machine), follow);
            }
            boolean link =
                    machine.stat(path, false)
                            .filter(s -> s.kind() == FileStat.Kind.LINK)
                            .isPresent();
            if (follow || !link) {
                machine.setMode(path, mode.isEmpty() ? before : Integer.parseInt(mode, 8));
            }
            return "";
        } catch (java.nio.file.AccessDeniedException e) {
            return "";
        } catch (java.nio.file.FileSystemException e) {
            return e.getReason() == null ? "" : " (" + e.getReason() + ")";
        } catch (NumberFormatException e) {
            return " (not an octal number)";
        }
    }

    private long uid(Machine machine) throws IOException {
        return number(user, Accounts.of(machine).user(Values.asText(user)).map(Accounts.User::uid));
    }

    private long gid(Machine machine) throws IOException {
        return number(
                group, Accounts.of(machine).group(Values.asText(group)).map(Accounts.Group::gid));
    }

    private static long number(JsonNode given, Optional<Long> known) {
        if (given.isNull()) {
            return -1;
        }
        return given.isIntegralNumber() ? given.longValue() : known.orElse(-1L);
    }
}
