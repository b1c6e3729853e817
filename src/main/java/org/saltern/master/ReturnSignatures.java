package org.saltern.master;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.saltern.base.HostId;
import org.saltern.wire.MinionSignature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds returns against the signature their minion put under them, where the settings ask for one. In protocol 3 the sender is
 * proven without it; in protocol 2, where a return has no token, it is the only proof there is. Thread-safe.
 */
final class ReturnSignatures {
    private static final Logger LOG = LoggerFactory.getLogger(ReturnSignatures.class);

    private final MasterSettings.Signatures settings;
    private final LongSupplier nanos;
    private final Rarely complaints = new Rarely();

    ReturnSignatures(MasterSettings.Signatures settings, LongSupplier nanos) {
        this.settings = settings;
        this.nanos = nanos;
    }

    /** Whether this return may be taken. */
    boolean admit(Opener.Opened opened) {
        if (!settings.required() && !settings.valid()) {
            return true;
        }
        Optional<Boolean> valid = MinionSignature.check(opened.request(), opened.key());
        if (valid.isEmpty()) {
            return !settings.required()
                    || refused(
                            opened.host(),
                            "not signed: set minion_sign_messages there, or"
                                    + " require_minion_sign_messages to False here");
        }
        return valid.get()
                || !settings.valid()
                || refused(opened.host(), "signed with another key or changed on the way");
    }

    private boolean refused(HostId host, String reason) {
        if (complaints.now(host.value(), nanos.getAsLong()).isPresent()) {
            LOG.warn("Returns of {} are refused: {}", host, reason);
        }
        return false;
    }
}
