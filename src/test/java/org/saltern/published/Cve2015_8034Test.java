package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the master keeps could be read by everybody. With CVE-2020-17490. */
@ExtendWith(Victim.Shared.class)
class Cve2015_8034Test {
    private final Victim victim;

    Cve2015_8034Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void every_file_in_the_data_folder_is_its_owners_alone() throws Exception {
        for (Path file : victim.files()) {
            if (file.toString().endsWith(".pub")) {
                continue; // public keys are for everybody
            }
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            assertThat(mode).as(file.toString()).endsWith("------");
        }
    }
}
