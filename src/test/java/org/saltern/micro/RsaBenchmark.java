package org.saltern.micro;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.saltern.crypto.EncAlgorithm;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.RsaPublicKey;
import org.saltern.crypto.SigAlgorithm;

/** What each sign-in costs: RSA with 2048 bits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RsaBenchmark {
    private static final int BITS = 2048;

    private final RsaPrivateKey key = RsaPrivateKey.generate(BITS);
    private final byte[] reply = new byte[1_500];
    private final byte[] secret = new byte[76];
    private final byte[] sealed = key.publicKey().encrypt(secret, EncAlgorithm.OAEP_SHA1);
    private final byte[] token = key.token();
    private final byte[] signature = key.sign(reply, SigAlgorithm.PKCS1V15_SHA1);
    private final String pem = key.publicKey().pem();

    @Benchmark
    public byte[] sign() {
        return key.sign(reply, SigAlgorithm.PKCS1V15_SHA1);
    }

    @Benchmark
    public boolean verify() {
        return key.publicKey().verify(reply, signature, SigAlgorithm.PKCS1V15_SHA1);
    }

    @Benchmark
    public byte[] encrypt() {
        return key.publicKey().encrypt(secret, EncAlgorithm.OAEP_SHA1);
    }

    @Benchmark
    public Optional<byte[]> decrypt() {
        return key.decrypt(sealed, EncAlgorithm.OAEP_SHA1);
    }

    @Benchmark
    public boolean token() {
        return key.publicKey().isToken(token);
    }

    @Benchmark
    public RsaPublicKey parse() {
        return RsaPublicKey.parse(pem);
    }
}
