package org.saltern.hosts;

import org.saltern.base.HostId;

/**
 * A minion's request to sign in, after the door checked its form.
 *
 * @param publicKey PEM text as received; {@link Keys} normalises it
 * @param protocol the version field of the envelope, 0 when absent
 * @param autosignGrains grains the minion offers for autosigning, empty object when none
 */
public record SignIn(
        HostId host,
        String publicKey,
        int protocol,
        String address,
        com.fasterxml.jackson.databind.node.ObjectNode autosignGrains) {}
