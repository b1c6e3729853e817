package org.saltern.modules;

import java.time.Instant;

/**
 * What the machine knows about one path.
 *
 * @param mode permission bits, 0 to 07777
 * @param device number of the device that holds it
 * @param special device number of a device file, else 0
 * @param user owner's name, or the number as text when nameless
 * @param group group's name, or the number as text when nameless
 * @param size bytes
 * @param changed when the inode changed (ctime)
 */
public record FileStat(
        Kind kind,
        int mode,
        long inode,
        long device,
        long special,
        int links,
        long uid,
        long gid,
        String user,
        String group,
        long size,
        Instant accessed,
        Instant modified,
        Instant changed) {
    /** Kinds in Salt's words, see {@link #word}. */
    public enum Kind {
        FILE("file"),
        DIRECTORY("dir"),
        LINK("link"),
        BLOCK("block"),
        CHARACTER("char"),
        PIPE("pipe"),
        SOCKET("socket");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** What Salt's file.stats calls it. */
        public String word() {
            return word;
        }

        /** The type bits of {@code st_mode}. */
        public int bits() {
            return switch (this) {
                case FILE -> 0100000;
                case DIRECTORY -> 0040000;
                case LINK -> 0120000;
                case BLOCK -> 0060000;
                case CHARACTER -> 0020000;
                case PIPE -> 0010000;
                case SOCKET -> 0140000;
            };
        }

        /** From the type bits of {@code st_mode}. */
        public static Kind ofMode(int stMode) {
            return switch (stMode & 0170000) {
                case 0040000 -> DIRECTORY;
                case 0120000 -> LINK;
                case 0060000 -> BLOCK;
                case 0020000 -> CHARACTER;
                case 0010000 -> PIPE;
                case 0140000 -> SOCKET;
                default -> FILE;
            };
        }
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** Anyone at all may execute it. */
    public boolean isExecutable() {
        return (mode & 0111) != 0;
    }
}
