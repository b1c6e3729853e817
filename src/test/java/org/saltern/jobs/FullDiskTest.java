package org.saltern.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.saltern.jobs.Fixture.WEB1;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.saltern.base.Problem;
import org.saltern.store.Database;
import org.saltern.store.DatabaseSettings;
import org.saltern.store.Space;
import org.saltern.store.SpaceLimits;

/** The embedded database on a disk that fills up (fault F2): a small file system of its own, which only root can mount. */
@Timeout(240)
class FullDiskTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int DISK = 64 * MEBIBYTE;

    @TempDir Path temp;
    private Path disk;
    private Path ballast;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(temp.resolve("disk"));
        boolean isMounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "none", disk.toString());
        assumeTrue(isMounted, "SKIPPED: a small disk to fill can only be mounted as root");
        FileStore store = Files.getFileStore(disk);
        assertThat(store.getTotalSpace()).as("nothing else is filled").isEqualTo(DISK);
        ballast = disk.resolve("ballast");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void near_the_end_jobs_are_refused_returns_wait_and_reading_goes_on() throws Exception {
        var limits = new SpaceLimits(40L * MEBIBYTE, 30L * MEBIBYTE, 20L * MEBIBYTE);
        try (Database db = Database.open(settings(), new Space(disk, limits));
                var room = new Fixture(db, spilling())) {
            Job job = room.ping();
            leaveFree(25 * MEBIBYTE);
            assertThatThrownBy(room::ping)
                    .isInstanceOf(Problem.Unavailable.class)
                    .hasMessageContaining("nearly full");
            room.answer(job.jid(), Fixture.DB1, TextNode.valueOf("there is room for returns yet"));
            leaveFree(10 * MEBIBYTE);
            CompletableFuture<Void> waiting = record(room, job);
            awaitDown(room, true);
            assertThat(waiting).isNotDone();
            assertThat(room.job(job.jid()).counts()).containsEntry(HostState.OK, 1);
            Files.delete(ballast);
            waiting.get(60, TimeUnit.SECONDS);
            assertThat(room.state(job.jid(), WEB1)).isEqualTo(HostState.OK);
            room.ping();
        }
    }

    @Test
    void a_disk_that_others_fill_to_the_last_byte_loses_nothing_and_reading_comes_back()
            throws Exception {
        var none = new SpaceLimits(0, 0, 0);
        try (Database db = Database.open(settings(), new Space(disk, none));
                var room = new Fixture(db, spilling())) {
            Job job = room.ping();
            room.answer(job.jid(), Fixture.DB1, TextNode.valueOf("acknowledged"));
            leaveFree(0);
            CompletableFuture<Void> waiting = record(room, job);
            awaitDown(room, true);
            assertThat(waiting).isNotDone();
            awaitRead(room, job);
            Files.delete(ballast);
            waiting.get(60, TimeUnit.SECONDS);
            assertThat(room.job(job.jid()).counts()).containsEntry(HostState.OK, 2);
        }
        try (Database again = Database.open(settings())) {
            assertThat(again.away()).isEmpty();
        }
    }

    private JobSettings spilling() {
        return JobSettings.defaults().spillingTo(disk.resolve("spill/returns"), 1L << 30);
    }

    private DatabaseSettings settings() {
        return DatabaseSettings.inFolder(disk.resolve("db"));
    }

    /** A large return that cannot hide in a gap of the database file. */
    private static CompletableFuture<Void> record(Fixture room, Job job) {
        byte[] noise = new byte[3 * MEBIBYTE];
        new java.util.Random(1).nextBytes(noise);
        var text = TextNode.valueOf(java.util.Base64.getEncoder().encodeToString(noise));
        return room.jobs
                .record(WEB1, Fixture.load(job.jid().value(), WEB1, text))
                .toCompletableFuture();
    }

    private void leaveFree(int bytes) throws IOException {
        byte[] block = new byte[64 << 10];
        try (var out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(disk).getUsableSpace() > bytes) {
                long left = Files.getFileStore(disk).getUsableSpace() - bytes;
                out.write(block, 0, (int) Math.min(block.length, left));
            }
        }
    }

    private static void awaitDown(Fixture room, boolean down) throws Exception {
        while (room.jobs.figures().down() != down) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** H2 closed itself; it is opened again to be read from. */
    private static void awaitRead(Fixture room, Job job) throws Exception {
        while (true) {
            try {
                assertThat(room.job(job.jid()).counts()).containsEntry(HostState.OK, 1);
                return;
            } catch (RuntimeException e) {
                TimeUnit.MILLISECONDS.sleep(200); // the time limit of the test ends this
            }
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
