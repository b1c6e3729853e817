package org.saltern.store;

import org.saltern.base.Problem;

/**
 * Bytes that must be free.
 *
 * @param uploads below it nothing is saved or uploaded ({@code disk_free_uploads})
 * @param jobs below it no job is started ({@code disk_free_jobs})
 * @param returns below it nothing is committed; returns wait and are not acknowledged ({@code disk_free_returns})
 */
public record SpaceLimits(long uploads, long jobs, long returns) {
    /** 1 GiB, 256 MiB, 64 MiB. */
    public static final SpaceLimits DEFAULT = new SpaceLimits(1L << 30, 256L << 20, 64L << 20);

    /** @throws Problem.BadInput the numbers are not in the order of their urgency */
    public SpaceLimits {
        if (returns < 0 || jobs < returns || uploads < jobs) {
            throw new Problem.BadInput(
                    "The limits of free disk space are not in order",
                    "disk_free_uploads, disk_free_jobs, disk_free_returns",
                    "Give numbers of bytes, that for uploads the largest, that for returns the"
                            + " smallest.");
        }
    }
}
