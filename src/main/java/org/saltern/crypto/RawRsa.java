package org.saltern.crypto;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import javax.crypto.Cipher;

/** RSA, bare for X9.31 and with OAEP. */
final class RawRsa {
    private RawRsa() {}

    /** The bare RSA operation of a key on one block of modulus length. */
    static byte[] apply(Key key, byte[] block) throws GeneralSecurityException {
        Cipher rsa = NativeRsa.cipher("RSA/ECB/NoPadding");
        rsa.init(key instanceof PrivateKey ? Cipher.DECRYPT_MODE : Cipher.ENCRYPT_MODE, key);
        return rsa.doFinal(block);
    }

    static byte[] oaep(int mode, Key key, EncAlgorithm algorithm, byte[] data)
            throws GeneralSecurityException {
        Cipher rsa = NativeRsa.cipher("RSA/ECB/OAEPPadding");
        rsa.init(mode, key, algorithm.parameters());
        return rsa.doFinal(data);
    }
}
