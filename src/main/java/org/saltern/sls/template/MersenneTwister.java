package org.saltern.sls.template;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.saltern.sls.jinja.values.Value;

/**
 * Python's {@code random.Random}, so that a sample with a seed is the same one: MT19937 seeded by an array of 32-bit
 * words, and the sampling of {@code Lib/random.py}.
 */
final class MersenneTwister {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int at = SIZE;

    private MersenneTwister(int[] key) {
        byArray(key);
    }

    /** As Salt seeds it: by the hexadecimal SHA-512 of the seed, which Python takes with its own SHA-512 behind it. */
    static MersenneTwister seeded(byte[] seed) {
        byte[] hex = HexFormat.of().formatHex(sha512(seed)).getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(hex, hex.length + 64);
        System.arraycopy(sha512(hex), 0, all, hex.length, 64);
        int[] key = new int[all.length / 4];
        for (int i = 0; i < key.length; i++) {
            key[key.length - 1 - i] = ByteBuffer.wrap(all).getInt(4 * i);
        }
        return new MersenneTwister(key);
    }

    private static byte[] sha512(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-512 is in every Java", e);
        }
    }

    private void init(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    private void byArray(int[] key) {
        init(19650218);
        int i = 1;
        int j = 0;
        for (int k = Math.max(SIZE, key.length); k > 0; k--) {
            state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * 1664525) + key[j] + j;
            i++;
            j = (j + 1) % key.length;
            if (i >= SIZE) {
                state[0] = state[SIZE - 1];
                i = 1;
            }
        }
        for (int k = SIZE - 1; k > 0; k--) {
            state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * 1566083941) - i;
            i++;
            if (i >= SIZE) {
                state[0] = state[SIZE - 1];
                i = 1;
            }
        }
        state[0] = 0x80000000;
    }

    private int next() {
        if (at >= SIZE) {
            for (int i = 0; i < SIZE; i++) {
                int y = state[i] & 0x80000000 | state[(i + 1) % SIZE] & 0x7fffffff;
                state[i] = state[(i + SHIFT) % SIZE] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            }
            at = 0;
        }
        int y = state[at++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private int below(int bound) {
        int bits = 32 - Integer.numberOfLeadingZeros(bound);
        int number = next() >>> 32 - bits;
        while (number >= bound) {
            number = next() >>> 32 - bits;
        }
        return number;
    }

    /** {@code random.sample}. */
    List<Value> sample(List<Value> population, int count) {
        int size = population.size();
        int limit = 21;
        if (count > 5) {
            limit += (int) Math.pow(4, Math.ceil(Math.log(count * 3) / Math.log(4)));
        }
        var out = new ArrayList<Value>();
        if (size <= limit) {
            var pool = new ArrayList<>(population);
            for (int i = 0; i < count; i++) {
                int j = below(size - i);
                out.add(pool.get(j));
                pool.set(j, pool.get(size - i - 1));
            }
            return out;
        }
        var taken = new java.util.HashSet<Integer>();
        for (int i = 0; i < count; i++) {
            int j = below(size);
            while (!taken.add(j)) {
                j = below(size);
            }
            out.add(population.get(j));
        }
        return out;
    }
}
