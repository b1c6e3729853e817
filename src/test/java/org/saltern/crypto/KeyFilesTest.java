package org.saltern.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Problem;

class KeyFilesTest {
    @TempDir Path folder;

    @Test
    void a_key_is_made_once_and_only_its_owner_may_read_it() throws Exception {
        MasterKey made = MasterKey.open(folder.resolve("pki"), 2048);
        Path pem = folder.resolve("pki/master.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pem)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pem.getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.readString(folder.resolve("pki/master.pub")))
                .isEqualTo(made.publicKey().pem());
        assertThat(MasterKey.open(folder.resolve("pki")).fingerprint())
                .isEqualTo(made.fingerprint());
    }

    @Test
    void a_key_that_others_may_read_is_refused_with_what_to_do() throws Exception {
        MasterKey.open(folder, 2048);
        Path pem = folder.resolve("master.pem");
        Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> MasterKey.open(folder))
                .isInstanceOfSatisfying(
                        Problem.Unavailable.class,
                        p -> assertThat(p.fix()).contains("chmod 600").contains(pem.toString()));
    }

    @Test
    void a_file_that_is_no_key_is_refused() throws Exception {
        Path pem = folder.resolve("master.pem");
        Files.writeString(pem, "not a key");
        Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> MasterKey.open(folder)).isInstanceOf(Problem.BadInput.class);
    }
}
