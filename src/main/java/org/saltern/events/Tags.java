package org.saltern.events;

import org.saltern.base.HostId;
import org.saltern.base.Jid;

/** The event tags Saltern fires, spelled as upstream spells them; {@code saltern/…} where upstream has none. */
public final class Tags {
    /** Each sign-in decision. Data: result, act, id, pub. */
    public static final String AUTH = "salt/auth";

    /** A key accepted, rejected or deleted by an operator. Data: result, act, id. */
    public static final String KEY = "salt/key";

    /** The AES key changed. */
    public static final String ROTATED = "key";

    /** Hosts came or went. Data: {@code new}, {@code lost} (arrays of ids). */
    public static final String PRESENCE = "salt/presence/change";

    /** A host's grains, group membership or legacy permission changed. Data: id. */
    public static final String HOST = "saltern/host";

    /** The fingerprints that operators expect changed; no data. */
    public static final String KEYS = "saltern/keys";

    /** A group was made, changed or deleted. Data: name. */
    public static final String GROUP = "saltern/group";

    /** A file of the state tree was saved or deleted. Data: saltenv, path, user. */
    public static final String FILE = "saltern/file";

    /** Sessions of a user ended before their time (signed out, disabled, password changed). Data: user. */
    public static final String SESSION = "saltern/session";

    /** A subscriber that took publications too slowly was cut; at most once a minute and address. Data: address, count. */
    public static final String SLOW = "saltern/subscriber/slow";

    private Tags() {}

    public static String jobNew(Jid jid) {
        return "salt/job/" + jid + "/new";
    }

    public static String jobReturn(Jid jid, HostId host) {
        return "salt/job/" + jid + "/ret/" + host;
    }

    /** A host's ledger state changed without a return (running, lost, killed …). Data: jid, id, state. */
    public static String jobState(Jid jid, HostId host) {
        return "saltern/job/" + jid + "/state/" + host;
    }

    /** Piece n of a running function's output. */
    public static String jobProgress(Jid jid, HostId host, long n) {
        return "salt/job/" + jid + "/prog/" + host + "/" + n;
    }
}
