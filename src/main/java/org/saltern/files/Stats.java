package org.saltern.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What {@code os.stat} tells about a file; where the file system is not a Unix one, what is known of it. */
final class Stats {
    private static final long PLAIN_FILE_MODE = 0100644;

    private Stats() {}

    static FileServer.Stat of(Path real) throws IOException {
        return real.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? unix(Files.readAttributes(real, "unix:*"))
                : basic(Files.readAttributes(real, BasicFileAttributes.class));
    }

    private static FileServer.Stat unix(Map<String, Object> a) {
        return new FileServer.Stat(
                number(a.get("mode")),
                number(a.get("ino")),
                number(a.get("dev")),
                number(a.get("nlink")),
                number(a.get("uid")),
                number(a.get("gid")),
                number(a.get("size")),
                seconds(a.get("lastAccessTime")),
                seconds(a.get("lastModifiedTime")),
                seconds(a.get("ctime")));
    }

    private static FileServer.Stat basic(BasicFileAttributes a) {
        return new FileServer.Stat(
                PLAIN_FILE_MODE,
                0,
                0,
                1,
                0,
                0,
                a.size(),
                seconds(a.lastAccessTime()),
                seconds(a.lastModifiedTime()),
                seconds(a.lastModifiedTime()));
    }

    private static long number(Object attribute) {
        return ((Number) attribute).longValue();
    }

    private static long seconds(Object time) {
        return ((FileTime) time).to(TimeUnit.SECONDS);
    }
}
