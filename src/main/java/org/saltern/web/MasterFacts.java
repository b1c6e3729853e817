package org.saltern.web;

/**
 * What the console tells about the master it belongs to.
 *
 * @param version of Saltern
 * @param fingerprint SHA-256 of the master's public key, hex pairs joined by ':', as a minion's {@code master_finger} wants it
 * @param address the address the master's ports are bound to, for example {@code 0.0.0.0}
 * @param publishPort where minions listen for jobs
 * @param requestPort where minions send requests and results
 */
public record MasterFacts(
        String version, String fingerprint, String address, int publishPort, int requestPort) {}
