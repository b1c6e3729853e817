package org.saltern.master;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.hosts.Keys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accepted public keys, parsed once each. What {@link Keys} says counts at every call. Thread-safe. */
final class HostKeys {
    private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);

    /** @param key null when the stored text is no key */
    private record Parsed(String pem, RsaPublicKey key) {
        boolean isText(String shown) {
            return shown.length() <= pem.length() * 2
                    && shown.replace("\r", "").strip().equals(pem.strip());
        }
    }

    private final Keys keys;
    private final Map<HostId, Parsed> parsed = new ConcurrentHashMap<>();

    HostKeys(Keys keys) {
        this.keys = keys;
    }

    /** The accepted key of a host; empty for any other host. */
    Optional<RsaPublicKey> of(HostId host) {
        return of(host, null);
    }

    /** The same; when it is the one that was just shown, that is not read a second time. */
    Optional<RsaPublicKey> of(HostId host, RsaPublicKey shown) {
        Optional<String> pem = keys.accepted(host);
        if (pem.isEmpty()) {
            parsed.remove(host);
            return Optional.empty();
        }
        Parsed known =
                parsed.compute(
                        host,
                        (id, old) ->
                                old != null && old.pem.equals(pem.get())
                                        ? old
                                        : new Parsed(pem.get(), parse(id, pem.get(), shown)));
        return Optional.ofNullable(known.key);
    }

    /** The accepted key of a host when that is the text shown: compared, not read, so that it costs next to nothing. */
    Optional<RsaPublicKey> ifShown(HostId host, String text) {
        return of(host).filter(
                        key -> parsed.get(host) instanceof Parsed stored && stored.isText(text));
    }

    boolean isLegacyAdmitted(HostId host) {
        return keys.isLegacyAdmitted(host);
    }

    private static RsaPublicKey parse(HostId host, String pem, RsaPublicKey shown) {
        if (shown != null && shown.pem().strip().equals(pem.strip())) {
            return shown;
        }
        try {
            return RsaPublicKey.parse(pem);
        } catch (Problem.BadInput e) {
            LOG.warn("The stored key of {} is none: {}", host, e.what());
            return null;
        }
    }
}
