package org.saltern.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RSA by native code, where there is some: the Amazon Corretto Crypto Provider needs a quarter of the time of the Java platform
 * for a private operation, and no time to get warm. It comes for Linux on x86-64; elsewhere, and until it is loaded, the
 * platform does the work. The results are the same bytes. Thread-safe.
 */
public final class NativeRsa {
    private static final Logger LOG = LoggerFactory.getLogger(NativeRsa.class);
    private static final String NAME =
            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final int BITS = 2048;

    /** One for the process, like Java's own list of providers; completed once at most. */
    private static final CompletableFuture<Optional<Provider>> FOUND = new CompletableFuture<>();

    private NativeRsa() {}

    /** Starts to load it in the background, which takes half a second of processor time; does not wait. Later calls do nothing. */
    public static void load() {
        if (!FOUND.isDone()) {
            Thread.ofPlatform().daemon().name("native-rsa").start(() -> FOUND.complete(find()));
        }
    }

    /** A copy of what completes once it is known whether there is native code; never when nobody called {@link #load}. */
    static CompletableFuture<Optional<Provider>> loaded() {
        return FOUND.copy();
    }

    /** The provider to ask for RSA now; empty for the platform's. */
    static Optional<Provider> now() {
        return FOUND.getNow(Optional.empty());
    }

    /** The provider when it can be used here: it signs and decrypts as the platform does. */
    static Optional<Provider> find() {
        try {
            var provider = (Provider) Class.forName(NAME).getField("INSTANCE").get(null);
            return works(provider) ? Optional.of(provider) : Optional.empty();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            LOG.debug("No native RSA here", e);
            return Optional.empty();
        }
    }

    private static boolean works(Provider provider) {
        try {
            KeyPairGenerator maker = KeyPairGenerator.getInstance("RSA", provider);
            maker.initialize(BITS);
            KeyPair pair = maker.generateKeyPair();
            byte[] block = new byte[BITS / Byte.SIZE];
            block[block.length - 1] = 2;
            Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding", provider);
            cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
            byte[] root = cipher.doFinal(block);
            Cipher platform = Cipher.getInstance("RSA/ECB/NoPadding", "SunJCE");
            platform.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            return Arrays.equals(platform.doFinal(root), block) && signs(provider, pair);
        } catch (GeneralSecurityException | RuntimeException e) {
            LOG.info("Native RSA is there and does not work; Java's own is used", e);
            return false;
        }
    }

    private static boolean signs(Provider provider, KeyPair pair) throws GeneralSecurityException {
        for (SigAlgorithm algorithm : SigAlgorithm.values()) {
            byte[] fast = sign(Signature.getInstance(algorithm.jceName(), provider), pair);
            byte[] own = sign(Signature.getInstance(algorithm.jceName(), "SunRsaSign"), pair);
            if (!Arrays.equals(fast, own)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] sign(Signature signature, KeyPair pair) throws GeneralSecurityException {
        PrivateKey key = pair.getPrivate();
        signature.initSign(key);
        signature.update(key.getEncoded());
        return signature.sign();
    }

    /** The key as native code has it; empty while there is none. */
    static Optional<RSAPrivateCrtKey> translated(RSAPrivateCrtKey key) {
        return now().map(provider -> translated(key, provider));
    }

    private static RSAPrivateCrtKey translated(RSAPrivateCrtKey key, Provider provider) {
        try {
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA", provider).translateKey(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Native RSA does not take a key of Java's own", e);
        }
    }

    static Signature signature(SigAlgorithm algorithm) throws GeneralSecurityException {
        Optional<Provider> provider = now();
        return provider.isPresent()
                ? Signature.getInstance(algorithm.jceName(), provider.get())
                : Signature.getInstance(algorithm.jceName());
    }

    static Cipher cipher(String transformation) throws GeneralSecurityException {
        Optional<Provider> provider = now();
        return provider.isPresent()
                ? Cipher.getInstance(transformation, provider.get())
                : Cipher.getInstance(transformation);
    }
}
