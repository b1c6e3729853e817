package org.saltern.modules.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Output of dpkg, apt, rpm and dnf as these programs print it. */
class PackageParsersTest {
    @Test
    void dpkg_lists_what_is_installed_and_names_other_architectures() {
        String table =
                """
                install ok installed\tbash\t5.2.15-2+b7\tamd64
                install ok installed\tbase-files\t12.4+deb12u10\tall
                install ok installed\tlibc6\t2.36-9\ti386
                deinstall ok config-files\tapache2\t2.4.62-1\tamd64
                install ok half-installed\tbroken\t1\tamd64
                """;
        assertThat(AptPackager.parse(table, "installed", "amd64"))
                .isEqualTo(
                        Map.of(
                                "bash", List.of("5.2.15-2+b7"),
                                "base-files", List.of("12.4+deb12u10"),
                                "libc6:i386", List.of("2.36-9")));
        assertThat(AptPackager.parse(table, "config-files", "amd64"))
                .isEqualTo(Map.of("apache2", List.of("2.4.62-1")));
    }

    @Test
    void a_package_without_candidate_cannot_be_installed() {
        String policy =
                """
                vim:
                  Installed: (none)
                  Candidate: 2:9.0.1378-2
                  Version table:
                     2:9.0.1378-2 500
                        500 http://deb.debian.org/debian bookworm/main amd64 Packages
                mail-transport-agent:
                  Installed: (none)
                  Candidate: (none)
                """;
        assertThat(AptPackager.candidates(policy)).isEqualTo(Map.of("vim", "2:9.0.1378-2"));
    }

    @Test
    void fields_of_a_package_go_on_in_indented_lines() {
        assertThat(AptPackager.fields("Package: vim\nDescription: editor\n long text\n .\n more\n"))
                .isEqualTo(Map.of("Package", "vim", "Description", "editor\nlong text\n.\nmore"));
    }

    @Test
    void rpm_lists_versions_with_their_epoch() {
        String table =
                """
                bash\t(none)\t5.1.8\t9.el9\tx86_64
                openssl\t1\t3.0.7\t27.el9\tx86_64
                glibc\t0\t2.34\t100.el9\ti686
                gpg-pubkey\t(none)\t8483c65d\t5ccc5b19\t(none)
                """;
        assertThat(DnfPackager.parse(table))
                .isEqualTo(
                        Map.of(
                                "bash", List.of("5.1.8-9.el9"),
                                "openssl", List.of("1:3.0.7-27.el9"),
                                "glibc.i686", List.of("2.34-100.el9")));
    }

    @Test
    void a_long_name_breaks_a_row_of_dnf() {
        String text =
                """
                Available Packages
                httpd.x86_64                    2.4.57-11.el9_4.1           rhel-9-appstream
                python3-a-very-long-name-of-a-package.noarch
                                                1:1.0-1.el9                 epel
                """;
        assertThat(DnfPackager.listed(text))
                .isEqualTo(
                        Map.of(
                                "httpd",
                                "2.4.57-11.el9_4.1",
                                "python3-a-very-long-name-of-a-package",
                                "1:1.0-1.el9"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0, 0", "1.0, 1.1, -1", "1.10, 1.9, 1", "1:0.9, 2.0, 1", "1.0~rc1, 1.0, -1",
        "1.0-1, 1.0-2, -1", "1.0, 1.0a, -1", "1.0+b1, 1.0, 1", "007, 7, 0", "1.0-1~bpo, 1.0-1, -1"
    })
    void versions_of_debian_are_in_the_order_of_dpkg(String one, String other, int order) {
        assertThat(Integer.signum(DebianVersion.compare(one, other))).isEqualTo(order);
        assertThat(Integer.signum(DebianVersion.compare(other, one))).isEqualTo(-order);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0-1, 1.0-1, 0", "1.0-1.el9, 1.0-2.el9, -1", "1.10-1, 1.9-1, 1", "1:1-1, 2-1, 1",
        "1.0~rc1-1, 1.0-1, -1", "1.0^git1-1, 1.0-1, 1", "1.0a-1, 1.0.1-1, -1", "1.0-1, 1.0, 0"
    })
    void versions_of_rpm_are_in_the_order_of_rpm(String one, String other, int order) {
        assertThat(Integer.signum(RpmVersion.compare(one, other))).isEqualTo(order);
        assertThat(Integer.signum(RpmVersion.compare(other, one))).isEqualTo(-order);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2 | 1.2 | true",
                "1.2 | 1.* | true",
                "1.2 | >=1.0,<2 | true",
                "2.0 | >=1.0,<2 | false",
                "1:1.2 | 1.2 | false",
                "1.2 | !=1.2 | false"
            })
    void a_version_fits_all_conditions(String version, String conditions, boolean fits)
            throws Exception {
        assertThat(PkgVersions.fits(version, conditions, false, DebianVersion::compare))
                .isEqualTo(fits);
    }
}
