package org.saltern.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/** Reads a path's attributes through the JDK's {@code unix} view. */
final class LocalStat {
    private static final int PERMISSIONS = 07777;
    private static final LinkOption[] FOLLOW = {};
    private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};

    private LocalStat() {}

    static LinkOption[] options(boolean follow) {
        return follow ? FOLLOW.clone() : NOFOLLOW.clone();
    }

    static FileStat of(Path path, boolean follow) throws IOException {
        Map<String, Object> a = Files.readAttributes(path, "unix:*", options(follow));
        int mode = (Integer) a.get("mode");
        return new FileStat(
                FileStat.Kind.ofMode(mode),
                mode & PERMISSIONS,
                number(a, "ino"),
                number(a, "dev"),
                number(a, "rdev"),
                (int) number(a, "nlink"),
                number(a, "uid") & 0xffffffffL,
                number(a, "gid") & 0xffffffffL,
                String.valueOf(a.get("owner")),
                String.valueOf(a.get("group")),
                number(a, "size"),
                time(a, "lastAccessTime"),
                time(a, "lastModifiedTime"),
                time(a, "ctime"));
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) attributes.get(name)).longValue();
    }

    private static Instant time(Map<String, Object> attributes, String name) {
        return ((FileTime) attributes.get(name)).toInstant();
    }
}
