package org.saltern.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import javax.crypto.Cipher;

/** A minion's or a master's public key. Immutable, thread-safe. */
public final class RsaPublicKey {
    private static final byte[] SALT = "salt".getBytes(StandardCharsets.US_ASCII);

    private final RSAPublicKey key;
    private final String pem;

    RsaPublicKey(RSAPublicKey key) {
        this.key = key;
        this.pem = new Pem("PUBLIC KEY", key.getEncoded()).text();
    }

    /**
     * Reads a key that a stranger may have sent: one SPKI or PKCS#1 PEM block of at most 8 KiB, RSA of 2048 to 8192 bits, an
     * odd exponent from 65537 to 2^32, an odd modulus without small factors.
     *
     * @throws org.saltern.base.Problem.BadInput anything else; says what is wrong with it
     */
    public static RsaPublicKey parse(String pem) {
        return of(PublicKeyForm.read(pem));
    }

    static RsaPublicKey of(RSAPublicKeySpec numbers) {
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            return new RsaPublicKey((RSAPublicKey) rsa.generatePublic(numbers));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A checked RSA key was refused", e);
        }
    }

    /** SPKI PEM text: LF line ends, lines of 64 characters, a line feed at the end. */
    public String pem() {
        return pem;
    }

    /** {@link Fingerprint#ofPem} of {@link #pem()}. */
    public String fingerprint() {
        return Fingerprint.ofPem(pem);
    }

    /** Length of the modulus in bits. */
    public int bits() {
        return key.getModulus().bitLength();
    }

    /** Whether this key's owner signed these bytes. */
    public boolean verify(byte[] data, byte[] signature, SigAlgorithm algorithm) {
        try {
            Signature check = NativeRsa.signature(algorithm);
            check.initVerify(key);
            check.update(data);
            return check.verify(signature);
        } catch (SignatureException e) {
            return false; // wrong length or form: not a signature of this key
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA signatures are not available", e);
        }
    }

    /** Encrypts a short text, such as a session key, for this key's owner. */
    public byte[] encrypt(byte[] plain, EncAlgorithm algorithm) {
        try {
            return RawRsa.oaep(Cipher.ENCRYPT_MODE, key, algorithm, plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA encryption is not available", e);
        }
    }

    /** What the owner put into an X9.31 block; empty when it is not one of this key. */
    public Optional<byte[]> openX931(byte[] signature) {
        return X931.open(key, signature);
    }

    /** Whether this is the {@code tok} of a request: the word {@code salt} under the owner's key. */
    public boolean isToken(byte[] token) {
        return openX931(token).filter(word -> MessageDigest.isEqual(word, SALT)).isPresent();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RsaPublicKey that && pem.equals(that.pem);
    }

    @Override
    public int hashCode() {
        return pem.hashCode();
    }

    @Override
    public String toString() {
        return "RSA " + bits() + " " + fingerprint();
    }
}
