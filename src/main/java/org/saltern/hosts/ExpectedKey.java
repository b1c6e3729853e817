package org.saltern.hosts;

import java.time.Instant;
import org.saltern.base.HostId;

/**
 * A fingerprint that an operator learned in another way than from the key itself.
 *
 * @param host whose key it is; null when that was not said
 * @param at when it was noted
 * @param by who noted it
 */
public record ExpectedKey(String fingerprint, HostId host, Instant at, String by) {
    /** Whether this is the key that this host shows. */
    public boolean isOf(HostId shownBy, String shown) {
        return fingerprint.equals(shown) && (host == null || host.equals(shownBy));
    }
}
