package org.saltern.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.saltern.base.Problem;

class RsaKeysTest {
    private static final RsaPrivateKey KEY = RsaPrivateKey.generate(2048);
    private static final RsaPrivateKey OTHER = RsaPrivateKey.generate(2048);

    @Property(tries = 60)
    void what_x931_signs_comes_out_again(@ForAll @Size(max = 254) byte[] data) {
        byte[] signature = KEY.signX931(data);
        assertThat(signature).hasSize(256).isEqualTo(KEY.signX931(data));
        assertThat(KEY.publicKey().openX931(signature)).hasValue(data);
    }

    @Property(tries = 60)
    void an_altered_x931_block_does_not_open_to_the_word(@ForAll int bit) {
        byte[] token = KEY.token();
        int at = Math.floorMod(bit, token.length * 8);
        token[at / 8] ^= (byte) (1 << (at % 8));
        assertThat(KEY.publicKey().isToken(token)).isFalse();
    }

    @Example
    void a_token_is_of_one_key_only() {
        assertThat(KEY.publicKey().isToken(KEY.token())).isTrue();
        assertThat(OTHER.publicKey().isToken(KEY.token())).isFalse();
        assertThat(KEY.publicKey().isToken(KEY.signX931(bytes("pepper")))).isFalse();
        assertThat(KEY.publicKey().isToken(new byte[0])).isFalse();
    }

    @Example
    void signatures_and_encryption_work_in_both_algorithms() {
        for (SigAlgorithm algorithm : SigAlgorithm.values()) {
            byte[] signature = KEY.sign(bytes("load"), algorithm);
            assertThat(KEY.publicKey().verify(bytes("load"), signature, algorithm)).isTrue();
            assertThat(KEY.publicKey().verify(bytes("Load"), signature, algorithm)).isFalse();
            assertThat(OTHER.publicKey().verify(bytes("load"), signature, algorithm)).isFalse();
            assertThat(KEY.publicKey().verify(bytes("load"), bytes("short"), algorithm)).isFalse();
        }
        for (EncAlgorithm algorithm : EncAlgorithm.values()) {
            byte[] sealed = KEY.publicKey().encrypt(bytes("key"), algorithm);
            assertThat(KEY.decrypt(sealed, algorithm)).hasValue(bytes("key"));
            assertThat(OTHER.decrypt(sealed, algorithm)).isEmpty();
        }
    }

    @Example
    void a_key_survives_its_pem_text() {
        assertThat(KEY.pem()).startsWith("-----BEGIN RSA PRIVATE KEY-----\n").endsWith("-----\n");
        assertThat(RsaPrivateKey.parse(KEY.pem()).token()).isEqualTo(KEY.token());
        String pem = KEY.publicKey().pem();
        assertThat(RsaPublicKey.parse(pem)).isEqualTo(KEY.publicKey());
        assertThat(RsaPublicKey.parse(pem.replace("\n", "\r\n").strip()))
                .isEqualTo(KEY.publicKey());
    }

    @Example
    void a_pkcs1_public_key_is_the_same_key() throws Exception {
        byte[] spki = Pem.parse(KEY.publicKey().pem(), Pem.LONGEST_PUBLIC, "test").content();
        byte[] pkcs1 = SubjectPublicKeyInfo.getInstance(spki).parsePublicKey().getEncoded();
        assertThat(RsaPublicKey.parse(new Pem("RSA PUBLIC KEY", pkcs1).text()))
                .isEqualTo(KEY.publicKey());
    }

    @Example
    void generated_keys_have_the_usual_exponent() {
        byte[] spki = Pem.parse(KEY.publicKey().pem(), Pem.LONGEST_PUBLIC, "test").content();
        assertThat(new String(java.util.HexFormat.of().formatHex(spki))).endsWith("0203010001");
    }

    @Example
    void keys_that_are_weak_or_none_are_refused() throws Exception {
        BigInteger good = new BigInteger(2048, new Random(1)).setBit(2047).setBit(0);
        Stream.of(
                        "",
                        "ssh-rsa AAAA",
                        KEY.pem(),
                        KEY.publicKey().pem() + KEY.publicKey().pem(),
                        KEY.publicKey().pem().replace("MII", "MIJ"),
                        KEY.publicKey().pem() + "x".repeat(Pem.LONGEST_PUBLIC),
                        pem(modulus(1024), BigInteger.valueOf(65537)),
                        pem(modulus(2048), BigInteger.valueOf(3)),
                        pem(modulus(2048), BigInteger.valueOf(65538)),
                        pem(modulus(2048), BigInteger.ONE.shiftLeft(33).add(BigInteger.ONE)),
                        pem(good.clearBit(0), BigInteger.valueOf(65537)),
                        pem(
                                good.subtract(good.mod(BigInteger.valueOf(65521))),
                                BigInteger.valueOf(65537)),
                        ellipticCurve())
                .forEach(
                        pem ->
                                assertThatThrownBy(() -> RsaPublicKey.parse(pem))
                                        .as(pem)
                                        .isInstanceOf(Problem.BadInput.class));
    }

    @Example
    void the_fingerprint_is_the_one_that_salt_key_prints() {
        // made by upstream's salt-key -f on this key
        String pem = new Recorded().pem();
        assertThat(Fingerprint.ofPem(pem)).isEqualTo(Recorded.FINGER);
        assertThat(RsaPublicKey.parse(pem).fingerprint()).isEqualTo(Recorded.FINGER);
        assertThat(Fingerprint.ofPem(pem.strip().replace("\n", "\r\n"))).isEqualTo(Recorded.FINGER);
    }

    /** A throwaway key and its fingerprint. */
    private record Recorded() {
        static final String FINGER =
                "6e:4a:c8:f8:4d:80:92:7f:e7:80:f9:35:3b:6b:e1:32:ed:3e:e2:bc:99:14:98:19:06:d2:0a:cb:9d:8e:a2:c5";

        String pem() {
            return """
                   -----BEGIN PUBLIC KEY-----
                   MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmPdPTK+Q1+VacNY8VWYo
                   Irl0hBS964qYAndofG9cTQE3ZPHJab3ilFm2m1L7BwCKxVf2UpGBXtqRKiWdpvuF
                   CIxgr44xm5Mx4aUMsBNst6ImgfYz3gWVM2hSvuNNGzuUgxMdQExASd2eC7om55cH
                   /BOswJfT1o6Cd8kFoMC29yKrjIIvsGE+3O2PwNWKdoCMacu1Ve8Vv2OrtKGJA6MS
                   6W7mlQLaXI2RNoJ4GAOq1mGx3SnfOv7Gx2xQmO2LIOpDij0PuGGjMQ5G0QUPqqbo
                   9hAsTgkmRrmLUfb3B8wR5tM1hW3ZBgVis+RS0H44nQggIN0ttA7iSb+CNKT4XSEf
                   uQIDAQAB
                   -----END PUBLIC KEY-----
                   """;
        }
    }

    private static BigInteger modulus(int bits) throws Exception {
        KeyPairGenerator maker = KeyPairGenerator.getInstance("RSA");
        maker.initialize(bits);
        return ((RSAPublicKey) maker.generateKeyPair().getPublic()).getModulus();
    }

    private static String pem(BigInteger n, BigInteger e) throws Exception {
        var key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
        return new Pem("PUBLIC KEY", key.getEncoded()).text();
    }

    private static String ellipticCurve() throws Exception {
        KeyPairGenerator maker = KeyPairGenerator.getInstance("EC");
        return new Pem("PUBLIC KEY", maker.generateKeyPair().getPublic().getEncoded()).text();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
