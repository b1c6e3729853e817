package org.saltern.modules.grains;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saltern.modules.Accounts;
import org.saltern.modules.FileStat;
import org.saltern.modules.Release;
import org.saltern.modules.linux.Proc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The minion itself: who it is, as whom and where it runs, what it speaks. */
final class MinionGrains {
    private static final Logger LOG = LoggerFactory.getLogger(MinionGrains.class);

    private MinionGrains() {}

    static void add(ObjectNode out, Proc proc, ObjectNode options) {
        String id = options.path("id").asText("");
        out.put("id", id);
        out.put("server_id", serverId(id));
        if (options.has("master")) {
            out.set("master", options.get("master"));
        } else {
            out.put("master", "");
        }
        out.put("saltern", Release.saltern());
        out.put("saltversion", Release.SALT);
        ArrayNode info = out.putArray("saltversioninfo");
        for (String part : Release.SALT.split("\\.")) {
            info.add(Integer.parseInt(part));
        }
        out.put("cwd", System.getProperty("user.dir"));
        out.put("pid", ProcessHandle.current().pid());
        Map<String, String> env = proc.machine().environment();
        String path = env.getOrDefault("PATH", "").strip();
        out.put("path", path);
        ArrayNode parts = out.putArray("systempath");
        List.of(path.split(":")).forEach(parts::add);
        out.put("shell", env.getOrDefault("SHELL", "/bin/sh"));
        user(out, proc);
        locale(out, env);
    }

    /** Salt's number for a minion: the SHA-256 of its id modulo 2^31. */
    static long serverId(String id) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(id.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, hash).mod(BigInteger.ONE.shiftLeft(31)).longValue();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void user(ObjectNode out, Proc proc) {
        try {
            Optional<FileStat> self = proc.machine().stat("/proc/self", true);
            if (self.isEmpty()) {
                return;
            }
            out.put("uid", self.get().uid());
            out.put("gid", self.get().gid());
            Accounts accounts = Accounts.of(proc.machine());
            out.put(
                    "username",
                    accounts.user(self.get().uid()).map(Accounts.User::name).orElse(""));
            out.put(
                    "groupname",
                    accounts.group(self.get().gid()).map(Accounts.Group::name).orElse(""));
        } catch (IOException e) {
            LOG.warn("It cannot be seen which user this is", e);
        }
    }

    private static void locale(ObjectNode out, Map<String, String> env) {
        String name =
                env.getOrDefault(
                        "LC_ALL", env.getOrDefault("LC_CTYPE", env.getOrDefault("LANG", "")));
        int dot = name.indexOf('.');
        String language = dot < 0 ? name : name.substring(0, dot);
        String encoding = dot < 0 ? "" : name.substring(dot + 1);
        boolean plain = language.isEmpty() || language.equals("C") || language.equals("POSIX");
        ObjectNode info = out.putObject("locale_info");
        if (plain && encoding.isEmpty()) {
            info.putNull("defaultlanguage").putNull("defaultencoding");
        } else {
            info.put("defaultlanguage", plain ? "en_US" : language);
            info.put("defaultencoding", encoding.isEmpty() ? "ISO8859-1" : encoding);
        }
        info.put(
                "detectedencoding",
                java.nio.charset.Charset.defaultCharset().name().toLowerCase(Locale.ROOT));
        ZoneId zone = ZoneId.systemDefault();
        boolean summer = zone.getRules().isDaylightSavings(java.time.Instant.now());
        info.put(
                "timezone",
                java.util.TimeZone.getTimeZone(zone)
                        .getDisplayName(summer, java.util.TimeZone.SHORT, Locale.ROOT));
    }
}
