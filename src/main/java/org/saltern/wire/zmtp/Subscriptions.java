package org.saltern.wire.zmtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who subscribed to which prefix. A publication looks up as many prefixes as there are lengths of topics, however many subscribe.
 * Not thread-safe.
 *
 * @param <P> a subscriber
 */
final class Subscriptions<P> {
    private final Map<ByteBuffer, Set<P>> byTopic = new HashMap<>();
    private final int[] topicsOfLength;

    /** @param longest longest topic in bytes */
    Subscriptions(int longest) {
        topicsOfLength = new int[longest + 1];
    }

    /** @param topic never altered afterwards */
    void add(P peer, ByteBuffer topic) {
        Set<P> peers = byTopic.get(topic);
        if (peers == null) {
            peers = new LinkedHashSet<>();
            byTopic.put(topic, peers);
            topicsOfLength[topic.remaining()]++;
        }
        peers.add(peer);
    }

    void remove(P peer, ByteBuffer topic) {
        Set<P> peers = byTopic.get(topic);
        if (peers != null && peers.remove(peer) && peers.isEmpty()) {
            byTopic.remove(topic);
            topicsOfLength[topic.remaining()]--;
        }
    }

    /** Those with a prefix of this first frame among their topics, each once; a copy. */
    List<P> of(byte[] first) {
        List<Set<P>> found = new ArrayList<>();
        for (int length = 0; length < topicsOfLength.length && length <= first.length; length++) {
            Set<P> peers =
                    topicsOfLength[length] == 0
                            ? null
                            : byTopic.get(ByteBuffer.wrap(first, 0, length));
            if (peers != null) {
                found.add(peers);
            }
        }
        if (found.size() == 1) {
            return new ArrayList<>(found.getFirst());
        }
        Set<P> all = new LinkedHashSet<>();
        found.forEach(all::addAll);
        return new ArrayList<>(all);
    }
}
