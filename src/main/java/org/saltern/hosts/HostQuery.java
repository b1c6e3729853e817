package org.saltern.hosts;

/**
 * A page of hosts.
 *
 * @param search part of hostname or address, empty for all
 * @param status null for all
 * @param connected null for both
 * @param group name of a group, null for all
 * @param legacy only hosts that speak an older protocol than the minimum or may do so (true), or all (false)
 * @param sort {@code hostname}, {@code status}, {@code lastSeen}, {@code os}; a leading '-' turns it round
 * @param offset first row, from 0
 * @param limit rows at most
 */
public record HostQuery(
        String search,
        HostStatus status,
        Boolean connected,
        String group,
        boolean legacy,
        String sort,
        int offset,
        int limit) {
    /** Whatever protocol they speak. */
    public HostQuery(
            String search,
            HostStatus status,
            Boolean connected,
            String group,
            String sort,
            int offset,
            int limit) {
        this(search, status, connected, group, false, sort, offset, limit);
    }

    /** The first hundred accepted hosts by name. */
    public static HostQuery accepted() {
        return new HostQuery("", HostStatus.ACCEPTED, null, null, "hostname", 0, 100);
    }
}
