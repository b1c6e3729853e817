package org.saltern.modules.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mounted file systems and the room on them. */
public final class Mounts {
    /** One line of /proc/self/mounts. */
    public record Mount(String device, String point, String type, String options) {}

    /**
     * Room on a file system, in bytes.
     *
     * @param free for the superuser
     * @param available for everybody
     */
    public record Space(long total, long free, long available) {
        public long used() {
            return total - free;
        }

        /** Used share of what users can reach, in percent with one decimal, as df counts. */
        public double percent() {
            long reachable = used() + available;
            return reachable == 0 ? 0 : Math.round(1000.0 * used() / reachable) / 10.0;
        }
    }

    private static final int FIELDS = 4;

    private Mounts() {}

    public static List<Mount> of(Proc proc) {
        var out = new ArrayList<Mount>();
        for (String line : proc.lines("/proc/self/mounts")) {
            String[] f = line.split(" ");
            if (f.length >= FIELDS) {
                out.add(new Mount(plain(f[0]), plain(f[1]), f[2], f[3]));
            }
        }
        return out;
    }

    /** Blanks and the like are written as octal escapes. */
    private static String plain(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** Empty when the path is not there or may not be looked at. */
    public static Optional<Space> space(Proc proc, String path) {
        return proc.output("stat", "-f", "-c", "%S %b %f %a", "--", path)
                .map(t -> t.strip().split(" "))
                .filter(f -> f.length == FIELDS)
                .map(
                        f -> {
                            long block = Long.parseLong(f[0]);
                            return new Space(
                                    block * Long.parseLong(f[1]),
                                    block * Long.parseLong(f[2]),
                                    block * Long.parseLong(f[3]));
                        });
    }
}
