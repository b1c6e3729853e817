package org.saltern.sls.jinja;

/** What a name stands for that nobody defined: Jinja2's four undefined classes. */
public enum UndefinedKind {
    /** Prints as nothing, is false and empty; anything else is an error. */
    DEFAULT,
    /** As default, and attributes of it are undefined again. */
    CHAINABLE,
    /** As default, but prints its own name in braces. */
    DEBUG,
    /** Every use but the test {@code defined} and the filter {@code default} is an error. */
    STRICT
}
