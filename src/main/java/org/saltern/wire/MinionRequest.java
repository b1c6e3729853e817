package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.saltern.base.HostId;

/**
 * What an accepted minion may ask on the request port, decrypted and decoded; one record per upstream command. {@code host}
 * is always the verified id, never a field of the load that merely claims one. Trees hold text as text nodes and raw bytes
 * that are not UTF-8 as binary nodes.
 */
public sealed interface MinionRequest {
    HostId host();

    /** {@code _return}, or one item of a {@code _syndic_return}: the result of one job on one host, the load as received. */
    record Return(HostId host, ObjectNode load) implements MinionRequest {}

    /** {@code _syndic_return}: results of hosts below a syndic. */
    record SyndicReturn(HostId host, ObjectNode load) implements MinionRequest {}

    /** {@code _pillar}: the pillar of this host. {@code nonce} is the request's, to be signed into the private reply; {@code saltenv} and {@code pillarenv} may be null. */
    record Pillar(HostId host, ObjectNode grains, String saltenv, String pillarenv, String nonce)
            implements MinionRequest {}

    /** {@code _minion_event}: one event or several; {@code pretag} may be null. */
    record FireEvents(HostId host, List<Fired> events, String pretag) implements MinionRequest {
        /** @param data the event's data; for a single event the whole load without {@code tok} and {@code nonce} */
        public record Fired(String tag, JsonNode data) {}
    }

    /** {@code _mine}: values this host offers; {@code clear} replaces all earlier ones. */
    record MineUpdate(HostId host, ObjectNode data, boolean clear) implements MinionRequest {}

    /** {@code _mine_get}: {@code functions} is one name, or several (comma text or list on the wire). */
    record MineGet(HostId host, JsonNode target, String targetType, List<String> functions)
            implements MinionRequest {}

    record MineDelete(HostId host, String function) implements MinionRequest {}

    record MineFlush(HostId host) implements MinionRequest {}

    record MasterOptions(HostId host, boolean environmentsOnly) implements MinionRequest {}

    /** {@code _master_tops} and {@code _ext_nodes}. */
    record MasterTops(HostId host, ObjectNode load) implements MinionRequest {}

    /** {@code _file_hash}, or {@code _file_hash_and_stat} when {@code stat}. */
    record FileHash(HostId host, String path, String saltenv, boolean stat)
            implements MinionRequest {}

    record FileFind(HostId host, String path, String saltenv) implements MinionRequest {}

    /** {@code _serve_file}: the chunk at uncompressed offset {@code loc}; {@code gzip} is the level asked for, 0 for none. */
    record ServeFile(HostId host, String path, String saltenv, long loc, int gzip)
            implements MinionRequest {}

    /** {@code _file_list}, {@code _dir_list}, {@code _file_list_emptydirs}, {@code _symlink_list}. */
    record ListFiles(HostId host, Kind kind, String saltenv, String prefix)
            implements MinionRequest {
        /** What is listed. */
        public enum Kind {
            FILES,
            DIRECTORIES,
            EMPTY_DIRECTORIES,
            SYMLINKS
        }
    }

    record FileEnvironments(HostId host) implements MinionRequest {}

    /** {@code _file_recv}: a piece of a file the minion pushes. */
    record ReceiveFile(HostId host, List<String> path, long loc, long size, byte[] data)
            implements MinionRequest {}

    /** {@code minion_pub}, {@code minion_publish}: a minion asks for a job on other minions and, when it {@code waits}, for their returns in the same reply. */
    record PeerPublish(HostId host, ObjectNode load, boolean waits) implements MinionRequest {}

    /** {@code pub_ret}: what came back of an earlier {@code minion_pub}. */
    record PeerReturns(HostId host, String jid) implements MinionRequest {}

    /** {@code minion_runner}. */
    record PeerRunner(HostId host, ObjectNode load) implements MinionRequest {}

    /** {@code revoke_auth}: the minion asks to be forgotten. */
    record RevokeAuth(HostId host) implements MinionRequest {}

    /** A known command whose fields are missing or of the wrong type; answered as upstream answers a failed handler. */
    record Malformed(HostId host, String command, String reason) implements MinionRequest {}

    /** A command we do not know; answered as upstream does, with an empty map. */
    record Unknown(HostId host, String command) implements MinionRequest {}
}
