/** RSA keys, session cipher, signatures, fingerprints, password hashes: the only user of BouncyCastle. */
package org.saltern.crypto;
