package org.saltern.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.saltern.base.Problem;

/** An RSA key pair: the master's or a minion's. Immutable, thread-safe; prints nothing secret. */
public final class RsaPrivateKey {
    private static final String WHERE = "private key";

    private final RSAPrivateCrtKey key;

    /** The same for native code; null until that is loaded. */
    private volatile RSAPrivateCrtKey quick;

    private final RsaPublicKey publicKey;

    private RsaPrivateKey(RSAPrivateCrtKey key) {
        this.key = key;
        this.publicKey =
                RsaPublicKey.of(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    /** A new key with exponent 65537. */
    public static RsaPrivateKey generate(int bits) {
        try {
            KeyPairGenerator maker = KeyPairGenerator.getInstance("RSA");
            maker.initialize(bits);
            return new RsaPrivateKey((RSAPrivateCrtKey) maker.generateKeyPair().getPrivate());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java makes RSA keys", e);
        }
    }

    /**
     * Reads an unencrypted PKCS#1 or PKCS#8 PEM.
     *
     * @throws Problem.BadInput not such a text
     */
    public static RsaPrivateKey parse(String pem) {
        Pem block = Pem.parse(pem, Pem.LONGEST_PRIVATE, WHERE);
        try {
            var pkcs8 = new PKCS8EncodedKeySpec(pkcs8(block));
            var made = KeyFactory.getInstance("RSA").generatePrivate(pkcs8);
            if (made instanceof RSAPrivateCrtKey crt) {
                return new RsaPrivateKey(crt);
            }
            throw unreadable("The key lacks its prime factors", null);
        } catch (InvalidKeySpecException | IOException | IllegalArgumentException e) {
            throw unreadable("The key does not decode", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has RSA", e);
        }
    }

    private static byte[] pkcs8(Pem block) throws IOException {
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.content();
            case "RSA PRIVATE KEY" ->
                    new PrivateKeyInfo(
                                    new AlgorithmIdentifier(
                                            PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                    RSAPrivateKey.getInstance(block.content()))
                            .getEncoded();
            default ->
                    throw unreadable(
                            "A '" + block.label() + "' is not an unencrypted RSA key", null);
        };
    }

    private static Problem.BadInput unreadable(String what, Throwable cause) {
        return new Problem.BadInput(
                what, WHERE, "Use a PEM file 'BEGIN RSA PRIVATE KEY' without a passphrase.", cause);
    }

    /** PKCS#1 PEM, the form upstream writes. Secret. */
    public String pem() {
        try {
            var inner = PrivateKeyInfo.getInstance(key.getEncoded()).parsePrivateKey();
            return new Pem("RSA PRIVATE KEY", inner.toASN1Primitive().getEncoded("DER")).text();
        } catch (IOException e) {
            throw new IllegalStateException("A key in memory did not encode", e);
        }
    }

    public RsaPublicKey publicKey() {
        return publicKey;
    }

    /** The key in the form that is quickest to use now: native code would convert Java's own with each operation. */
    private RSAPrivateCrtKey usable() {
        RSAPrivateCrtKey known = quick;
        if (known != null) {
            return known;
        }
        Optional<RSAPrivateCrtKey> translated = NativeRsa.translated(key);
        quick = translated.orElse(null);
        return translated.orElse(key);
    }

    /** The PKCS#1 v1.5 signature over these bytes; the same every time. */
    public byte[] sign(byte[] data, SigAlgorithm algorithm) {
        try {
            Signature sign = NativeRsa.signature(algorithm);
            sign.initSign(usable());
            sign.update(data);
            return sign.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The RSA key could not sign", e);
        }
    }

    /** Undoes {@link RsaPublicKey#encrypt}; empty when it was not made for this key. */
    public Optional<byte[]> decrypt(byte[] sealed, EncAlgorithm algorithm) {
        try {
            return Optional.of(RawRsa.oaep(Cipher.DECRYPT_MODE, usable(), algorithm, sealed));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** The X9.31 block around this data (at most modulus length less 2 bytes); the same every time. */
    public byte[] signX931(byte[] data) {
        return X931.sign(usable(), data);
    }

    /** The {@code tok} of a minion's requests; compute it once. */
    public byte[] token() {
        return signX931("salt".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "private key of " + publicKey;
    }
}
