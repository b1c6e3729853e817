package org.saltern.interop;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Virtualenvs with unmodified Salt releases, {@code salt-<version>} in one folder: the one that {@code SALTERN_SALT_VENVS} names
 * (environment or system property), else {@code ~/.cache/saltern/salt}, where missing ones are made with pip. A test whose
 * release cannot be had is skipped, saying what is missing.
 */
public final class SaltVenvs {
    /** What Salt imports; pip does not find these by itself for every release. */
    private static final List<String> DEPENDENCIES =
            List.of(
                    "pyyaml",
                    "tornado",
                    "jinja2",
                    "msgpack",
                    "pyzmq",
                    "pycryptodomex",
                    "distro",
                    "psutil",
                    "requests",
                    "packaging",
                    "looseversion",
                    "jmespath",
                    "cryptography",
                    "markupsafe",
                    "aiohttp",
                    "python-gnupg");

    private SaltVenvs() {}

    /** The folder of this release's programs, with {@code salt-minion} and {@code salt-call}. */
    public static Path bin(String version) {
        Optional<Path> given = given();
        Path home = given.orElseGet(SaltVenvs::cache);
        Path venv = home.resolve("salt-" + version);
        if (Files.isExecutable(venv.resolve("bin/salt-minion"))
                && (given.isPresent() || Files.exists(complete(venv)))) {
            return venv.resolve("bin");
        }
        Assumptions.assumeTrue(
                given.isEmpty(), () -> "SKIPPED: no Salt " + version + " in " + home);
        make(home, venv, version);
        return venv.resolve("bin");
    }

    private static Optional<Path> given() {
        String name = "SALTERN_SALT_VENVS";
        return Optional.ofNullable(System.getProperty(name, System.getenv(name))).map(Path::of);
    }

    private static Path cache() {
        return Path.of(System.getProperty("user.home"), ".cache", "saltern", "salt");
    }

    /** Written when everything is installed, so that half a virtualenv is not taken for one. */
    private static Path complete(Path venv) {
        return venv.resolve(".complete");
    }

    private static void make(Path home, Path venv, String version) {
        try {
            Files.createDirectories(home);
            try (var lock = new RandomAccessFile(home.resolve(".lock").toFile(), "rw");
                    var held = lock.getChannel().lock()) {
                if (held.isValid() && !Files.exists(complete(venv))) {
                    installOnce(home, venv, version);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("No virtualenv can be made in " + home, e);
        }
    }

    /** One failed try is enough for a whole run of tests: without a package index it takes minutes. */
    private static void installOnce(Path home, Path venv, String version) throws IOException {
        Path python = python();
        Path failed = home.resolve("failed-" + version);
        String run = Long.toString(ProcessHandle.current().pid());
        Assumptions.assumeFalse(
                Files.exists(failed) && Files.readString(failed).equals(run),
                () -> notInstalled(version, home));
        Files.writeString(failed, run);
        install(home, venv, version, python);
        Files.delete(failed);
        Files.createFile(complete(venv));
    }

    private static String notInstalled(String version, Path log) {
        return "SKIPPED: Salt "
                + version
                + " could not be installed (is the package index reachable?), see "
                + log;
    }

    private static void install(Path home, Path venv, String version, Path python)
            throws IOException {
        Path log = home.resolve("install-" + version + ".log");
        run(log, version, python.toString(), "-m", "venv", "--clear", venv.toString());
        String pip = venv.resolve("bin/pip").toString();
        run(log, version, pip, "install", "-q", "setuptools<75", "wheel");
        run(log, version, pip, "install", "-q", "salt==" + version);
        List<String> rest = new ArrayList<>(List.of(pip, "install", "-q"));
        rest.addAll(DEPENDENCIES);
        run(log, version, rest.toArray(String[]::new));
    }

    private static void run(Path log, String version, String... command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        try {
            boolean ok = process.waitFor(15, TimeUnit.MINUTES) && process.exitValue() == 0;
            Assumptions.assumeTrue(ok, () -> notInstalled(version, log));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while installing Salt", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Python 3.10 or 3.11, which these releases need. */
    private static Path python() {
        List<Path> places =
                new ArrayList<>(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                .map(Path::of)
                                .toList());
        Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (Files.isDirectory(pyenv)) {
            try (var versions = Files.list(pyenv)) {
                versions.map(v -> v.resolve("bin")).forEach(places::add);
            } catch (IOException e) {
                throw new IllegalStateException("Cannot look into " + pyenv, e);
            }
        }
        Optional<Path> found =
                List.of("python3.10", "python3.11").stream()
                        .flatMap(name -> places.stream().map(place -> place.resolve(name)))
                        .filter(Files::isExecutable)
                        .filter(SaltVenvs::runs)
                        .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(), "SKIPPED: no python3.10 or python3.11 to run real Salt with");
        return found.orElseThrow();
    }

    /** Version managers leave programs of this name that only say that the version is not chosen. */
    private static boolean runs(Path python) {
        try {
            return new ProcessBuilder(python.toString(), "-c", "import venv, ssl")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
