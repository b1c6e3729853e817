package org.saltern.access;

/** What a room call may require. Each page, API call and command needs one of these. */
public enum Permission {
    /** See hosts, groups, jobs and results. */
    SEE,
    /** Run functions on hosts, kill jobs. */
    RUN,
    /** Make, change and delete groups. */
    GROUPS,
    /** Change files of the state tree. */
    FILES,
    /** Accept, reject and delete keys; admit legacy minions. */
    KEYS,
    /** Make and change users, see the audit log, read settings. */
    ADMINISTER
}
