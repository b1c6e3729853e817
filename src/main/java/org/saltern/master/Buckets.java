package org.saltern.master;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A {@link Bucket} per sender, for at most {@value #MOST} senders: beyond it the one that was quiet longest starts anew.
 * Thread-safe.
 */
final class Buckets<K> {
    private static final int MOST = 20_000;

    private final int perSecond;
    private final int burst;
    private final Map<K, Bucket> buckets =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
                    return size() > MOST;
                }
            };

    Buckets(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    synchronized Bucket of(K sender) {
        return buckets.computeIfAbsent(sender, k -> new Bucket(perSecond, burst));
    }
}
