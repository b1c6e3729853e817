package org.saltern.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.saltern.base.Problem;

/** The form a public key must have before anything is computed with it (S-12). */
final class PublicKeyForm {
    private static final String WHERE = "public key";
    private static final int FEWEST_BITS = 2048;
    private static final int MOST_BITS = 8192;
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);
    private static final BigInteger EXPONENT_LIMIT = BigInteger.ONE.shiftLeft(32);
    private static final BigInteger SMALL_PRIMES = productOfPrimesBelow(1 << 16);

    private PublicKeyForm() {}

    static RSAPublicKeySpec read(String pem) {
        Pem block = Pem.parse(pem, Pem.LONGEST_PUBLIC, WHERE);
        RSAPublicKey numbers = numbers(block);
        checkSize(numbers.getModulus());
        checkExponent(numbers.getPublicExponent());
        if (!numbers.getModulus().gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
            throw bad("The modulus of the key has a small factor");
        }
        return new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent());
    }

    private static RSAPublicKey numbers(Pem block) {
        try {
            return switch (block.label()) {
                case "PUBLIC KEY" -> fromSpki(block.content());
                case "RSA PUBLIC KEY" ->
                        RSAPublicKey.getInstance(ASN1Primitive.fromByteArray(block.content()));
                default -> throw bad("A '" + block.label() + "' is not a public key");
            };
        } catch (IOException
                | IllegalArgumentException
                | IllegalStateException
                | ClassCastException e) {
            throw new Problem.BadInput(
                    "The key does not decode: not an RSA public key",
                    WHERE,
                    "Let the minion make a new key.",
                    e);
        }
    }

    private static RSAPublicKey fromSpki(byte[] content) throws IOException {
        var spki = SubjectPublicKeyInfo.getInstance(ASN1Primitive.fromByteArray(content));
        if (!spki.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            throw bad("The key is not an RSA key");
        }
        return RSAPublicKey.getInstance(spki.parsePublicKey());
    }

    private static void checkSize(BigInteger modulus) {
        int bits = modulus.bitLength();
        if (modulus.signum() <= 0 || bits < FEWEST_BITS || bits > MOST_BITS) {
            throw bad(
                    "The key has "
                            + bits
                            + " bits; "
                            + FEWEST_BITS
                            + " to "
                            + MOST_BITS
                            + " are taken");
        }
    }

    private static void checkExponent(BigInteger e) {
        if (e.compareTo(LEAST_EXPONENT) < 0 || e.compareTo(EXPONENT_LIMIT) >= 0 || !e.testBit(0)) {
            throw bad("The key's exponent is not an odd number from 65537 to 2^32");
        }
    }

    private static Problem.BadInput bad(String what) {
        return new Problem.BadInput(
                what, WHERE, "Let the minion make a new key of 2048 bits or more.");
    }

    private static BigInteger productOfPrimesBelow(int limit) {
        boolean[] composite = new boolean[limit];
        BigInteger product = BigInteger.ONE;
        for (int p = 2; p < limit; p++) {
            if (!composite[p]) {
                product = product.multiply(BigInteger.valueOf(p));
                for (long multiple = (long) p * p; multiple < limit; multiple += p) {
                    composite[(int) multiple] = true;
                }
            }
        }
        return product;
    }
}
