package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saltern.access.Actor;
import org.saltern.master.TestMinion;
import org.saltern.wire.AuthReply;
import org.saltern.wire.AuthRequest;

/** Keys were made with the public exponent 1. */
@ExtendWith(Victim.Shared.class)
class Cve2013_2228Test {
    private final Victim victim;

    Cve2013_2228Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void the_masters_own_key_has_the_usual_exponent() throws Exception {
        String pem = Files.readString(victim.folder.resolve("data/pki/master.pub"));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        var key =
                (RSAPublicKey)
                        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        assertThat(key.getPublicExponent()).isEqualTo(BigInteger.valueOf(65537));
        assertThat(key.getModulus().bitLength()).isGreaterThanOrEqualTo(2048);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 65536, 65538})
    void a_minions_key_with_a_weak_exponent_is_refused(long exponent) throws Exception {
        BigInteger modulus = BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.valueOf(1942289));
        isRefused(modulus, BigInteger.valueOf(exponent));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 512, 1024, 2040})
    void a_minions_key_that_is_too_short_is_refused(int bits) throws Exception {
        isRefused(BigInteger.probablePrime(bits, new Random(1)), BigInteger.valueOf(65537));
    }

    private void isRefused(BigInteger modulus, BigInteger exponent) throws Exception {
        TestMinion weak = victim.stranger("weak");
        AuthRequest usual = weak.authRequest();
        String pem = pem(sequence(integer(modulus), integer(exponent)));
        var request =
                new AuthRequest(
                        3,
                        "weak",
                        pem,
                        usual.nonce(),
                        usual.token(),
                        usual.encAlgorithm(),
                        usual.sigAlgorithm(),
                        usual.autosignGrains());
        byte[] reply = weak.send(request.encode().encode());
        assertThat(weak.open(reply, request, Optional.empty()))
                .isInstanceOf(AuthReply.Refused.class);
        assertThat(victim.saltern.keys().list(Actor.system(), null))
                .noneMatch(host -> host.hostname().value().equals("weak"));
    }

    private static String pem(byte[] der) {
        return "-----BEGIN RSA PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(der)
                + "\n-----END RSA PUBLIC KEY-----";
    }

    private static byte[] integer(BigInteger value) {
        return tagged(2, value.toByteArray());
    }

    private static byte[] sequence(byte[] one, byte[] two) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(two);
        return tagged(0x30, both.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
