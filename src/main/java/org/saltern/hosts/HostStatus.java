package org.saltern.hosts;

/** What an operator decided about a host's key. */
public enum HostStatus {
    WAITING,
    ACCEPTED,
    REJECTED
}
