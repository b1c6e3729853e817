package org.saltern.interop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.saltern.minion.Agent;

/** A master of Salt 3008.3, spoken to in protocol 3. */
class AgentAtSalt3008_3Test extends AgentAtRealMasterContract {
    AgentAtSalt3008_3Test() {
        super("3008.3", 3);
    }

    /** This release hashes the whole PEM text; its own {@code salt-call --local key.finger} prints another fingerprint. */
    @Override
    String printedBySaltKey(Agent agent) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(publicKey().getBytes(StandardCharsets.UTF_8));
        return HexFormat.ofDelimiter(":").formatHex(hash);
    }
}
