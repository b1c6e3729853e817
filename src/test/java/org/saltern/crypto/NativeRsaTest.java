package org.saltern.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Native RSA and the platform's understand each other, and refuse the same. */
class NativeRsaTest {
    private static final byte[] TEXT = "a reply to a sign-in".getBytes(StandardCharsets.UTF_8);

    private static Provider fast;
    private static RSAPrivateCrtKey own;
    private static RSAPublicKey shown;

    @BeforeAll
    static void find() throws GeneralSecurityException {
        assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .as("it comes for one platform")
                .isEqualTo("Linux amd64");
        fast = NativeRsa.find().orElseThrow();
        var maker = KeyPairGenerator.getInstance("RSA");
        maker.initialize(2048);
        var pair = maker.generateKeyPair();
        own = (RSAPrivateCrtKey) pair.getPrivate();
        shown = (RSAPublicKey) pair.getPublic();
    }

    @ParameterizedTest
    @EnumSource
    void both_make_the_same_signature(SigAlgorithm algorithm) throws GeneralSecurityException {
        Signature quick = Signature.getInstance(algorithm.jceName(), fast);

        assertThat(sign(quick)).isEqualTo(sign(Signature.getInstance(algorithm.jceName())));
    }

    @Test
    void a_signature_of_the_wrong_length_or_bytes_is_none() throws GeneralSecurityException {
        var algorithm = SigAlgorithm.PKCS1V15_SHA1.jceName();
        byte[] bad = sign(Signature.getInstance(algorithm));
        bad[7] ^= 1;

        assertThat(verify(algorithm, bad)).isFalse();
        assertThat(verify(algorithm, new byte[3])).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void what_one_encrypts_the_other_decrypts(EncAlgorithm algorithm)
            throws GeneralSecurityException {
        byte[] sealed = oaep("SunJCE", Cipher.ENCRYPT_MODE, shown, algorithm, TEXT);
        assertThat(oaep(fast.getName(), Cipher.DECRYPT_MODE, own, algorithm, sealed))
                .isEqualTo(TEXT);

        byte[] other = oaep(fast.getName(), Cipher.ENCRYPT_MODE, shown, algorithm, TEXT);
        assertThat(oaep("SunJCE", Cipher.DECRYPT_MODE, own, algorithm, other)).isEqualTo(TEXT);
    }

    @Test
    void a_key_does_the_same_before_and_after_native_code_is_loaded() {
        RsaPrivateKey key = RsaPrivateKey.generate(2048);
        byte[] before = key.sign(TEXT, SigAlgorithm.PKCS1V15_SHA1);
        byte[] token = key.token();
        byte[] sealed = key.publicKey().encrypt(TEXT, EncAlgorithm.OAEP_SHA1);

        NativeRsa.load();
        assertThat(NativeRsa.loaded().orTimeout(60, TimeUnit.SECONDS).join()).isPresent();

        assertThat(key.sign(TEXT, SigAlgorithm.PKCS1V15_SHA1)).isEqualTo(before);
        assertThat(key.token()).isEqualTo(token);
        assertThat(key.publicKey().isToken(token)).isTrue();
        assertThat(key.decrypt(sealed, EncAlgorithm.OAEP_SHA1)).contains(TEXT);
        assertThat(key.decrypt(token, EncAlgorithm.OAEP_SHA1)).isEmpty();
        assertThat(key.publicKey().verify(TEXT, before, SigAlgorithm.PKCS1V15_SHA1)).isTrue();
        assertThat(key.publicKey().verify(TEXT, new byte[3], SigAlgorithm.PKCS1V15_SHA1)).isFalse();
    }

    @Test
    void what_was_not_made_for_the_key_is_refused_as_by_the_platform() {
        byte[] noise = new byte[256];
        noise[200] = 9;

        assertThatThrownBy(
                        () ->
                                oaep(
                                        fast.getName(),
                                        Cipher.DECRYPT_MODE,
                                        own,
                                        EncAlgorithm.OAEP_SHA1,
                                        noise))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(
                        () ->
                                oaep(
                                        fast.getName(),
                                        Cipher.DECRYPT_MODE,
                                        own,
                                        EncAlgorithm.OAEP_SHA1,
                                        new byte[300]))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private static byte[] sign(Signature signature) throws GeneralSecurityException {
        signature.initSign(own);
        signature.update(TEXT);
        return signature.sign();
    }

    /** As {@link RsaPublicKey#verify} takes it: a signature that has no form is none. */
    private static boolean verify(String algorithm, byte[] signature)
            throws GeneralSecurityException {
        Signature check = Signature.getInstance(algorithm, fast);
        check.initVerify(shown);
        check.update(TEXT);
        try {
            return check.verify(signature);
        } catch (SignatureException e) {
            return false;
        }
    }

    private static byte[] oaep(
            String provider, int mode, Key key, EncAlgorithm algorithm, byte[] data)
            throws GeneralSecurityException {
        Cipher cipher =
                provider.equals(fast.getName())
                        ? Cipher.getInstance("RSA/ECB/OAEPPadding", fast)
                        : Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
        cipher.init(mode, key, algorithm.parameters());
        return cipher.doFinal(data);
    }
}
