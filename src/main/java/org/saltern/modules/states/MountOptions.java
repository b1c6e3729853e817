package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.modules.Call;
import org.saltern.modules.Values;

/** Which of the wanted mount options a mounted file system does not have. The kernel does not show all of them. */
final class MountOptions {
    private static final Pattern SIZE = Pattern.compile("size=(\\d+)([kmg])");
    private static final long STEP = 1024;

    /** Options that the kernel never shows. */
    private static final Set<String> UNSEEN =
            Set.of(
                    "_netdev",
                    "actimeo",
                    "bg",
                    "comment",
                    "defaults",
                    "delay_connect",
                    "direct-io-mode",
                    "intr",
                    "loop",
                    "nointr",
                    "nobootwait",
                    "nofail",
                    "password",
                    "reconnect",
                    "retry",
                    "soft",
                    "auto",
                    "users",
                    "bind",
                    "nonempty",
                    "transform_symlinks",
                    "port",
                    "backup-volfile-servers");

    /** Options whose value the kernel never shows. */
    private static final Set<String> UNSEEN_KEYS =
            Set.of(
                    "actimeo",
                    "comment",
                    "credentials",
                    "direct-io-mode",
                    "password",
                    "port",
                    "retry",
                    "secretfile");

    private MountOptions() {}

    /**
     * What is not as asked, sorted.
     *
     * @param active the entry of {@code mount.active}
     */
    static List<String> missing(Call call, List<String> wanted, JsonNode active) throws Exception {
        Set<String> unseen = new HashSet<>(UNSEEN);
        unseen.addAll(call.texts("extra_mount_invisible_options"));
        unseen.addAll(call.texts("hidden_opts"));
        Set<String> unseenKeys = new HashSet<>(UNSEEN_KEYS);
        unseenKeys.addAll(call.texts("extra_mount_invisible_keys"));
        var now = new HashSet<String>();
        for (String list : List.of("opts", "superopts")) {
            Call.texts(active.path(list)).forEach(o -> now.add(sized(o)));
        }
        var ignored = new ArrayList<String>();
        if (call.text("fstype").equals("ramfs")) {
            ignored.add("size");
        }
        ignored.addAll(
                Call.texts(call.value("extra_mount_ignore_fs_keys").path(call.text("fstype"))));
        var out = new TreeSet<String>();
        for (String option : wanted) {
            String shown = shown(call, option);
            String key = shown.replaceFirst("=.*", "");
            boolean hidden =
                    unseen.contains(shown) || unseenKeys.contains(key) || ignored.contains(key);
            if (!hidden && !now.contains(shown)) {
                out.add(shown);
            }
        }
        return List.copyOf(out);
    }

    /** An option as the kernel shows it. */
    private static String shown(Call call, String option) throws Exception {
        String other = call.value("extra_mount_translate_options").path(option).asText(null);
        String now =
                other != null
                        ? other
                        : switch (option) {
                            case "tcp", "udp" -> "proto=" + option;
                            default -> sized(option);
                        };
        int equals = now.indexOf('=');
        if (equals < 0) {
            return now;
        }
        String key = now.substring(0, equals);
        String value = now.substring(equals + 1);
        if (call.text("fstype").equals("cifs") && key.equals("user")) {
            return "username=" + value;
        }
        Map<String, String> kinds = Map.of("uid", "user.info", "gid", "group.info");
        if (!kinds.containsKey(key) || value.matches("\\d+")) {
            return now;
        }
        JsonNode id = new Exec(call).run(kinds.get(key), value).path(key);
        return key + "=" + (id.isMissingNode() ? value : Values.asText(id));
    }

    /** Sizes in KiB and modes without zeros before them, as the kernel shows them. */
    private static String sized(String option) {
        Matcher m = SIZE.matcher(option);
        if (!m.matches()) {
            return option.replaceFirst("^mode=0+(?=\\d)", "mode="); // 0755 and 755 are the same
        }
        long unit =
                switch (m.group(2)) {
                    case "k" -> 1;
                    case "m" -> STEP;
                    default -> STEP * STEP;
                };
        return "size=" + Long.parseLong(m.group(1)) * unit + "k";
    }
}
