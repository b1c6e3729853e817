package org.saltern.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process with everything it started. When the process leads a session of its own, its tree is that session, which
 * also holds children whose parent has ended; a child that makes itself a new session is followed as a descendant only.
 */
public final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int SESSION_FIELD =
            3; // after the closing bracket of the name: state ppid pgrp session

    private final ProcessHandle root;
    private final boolean leadsSession;

    ProcessTree(ProcessHandle root, boolean leadsSession) {
        this.root = root;
        this.leadsSession = leadsSession;
    }

    public long pid() {
        return root.pid();
    }

    /** SIGTERM to all; those still there after two seconds get SIGKILL. Returns when they are gone. */
    public void end() {
        Map<Long, ProcessHandle> members = members();
        members.values().forEach(ProcessHandle::destroy);
        if (!goneWithin(members, GRACE)) {
            members.putAll(members());
            members.values().forEach(ProcessHandle::destroyForcibly);
            goneWithin(members, GRACE);
        }
        kill(); // whatever was started in between
    }

    /** SIGKILL to all, at once. */
    public void kill() {
        members().values().forEach(ProcessHandle::destroyForcibly);
    }

    private Map<Long, ProcessHandle> members() {
        var all = new LinkedHashMap<Long, ProcessHandle>();
        if (root.isAlive()) {
            all.put(root.pid(), root);
        }
        root.descendants().forEach(p -> all.put(p.pid(), p));
        if (leadsSession) {
            session().forEach(p -> all.put(p.pid(), p));
        }
        return all;
    }

    private Stream<ProcessHandle> session() {
        return ProcessHandle.allProcesses()
                .filter(p -> sessionOf(p.pid()).equals(Optional.of(root.pid())));
    }

    private static Optional<Long> sessionOf(long pid) {
        try {
            String stat =
                    Files.readString(
                            Path.of("/proc/" + pid + "/stat"),
                            java.nio.charset.StandardCharsets.ISO_8859_1);
            String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Optional.of(Long.parseLong(rest[SESSION_FIELD]));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            LOG.trace("Process {} ended while it was looked at", pid, e);
            return Optional.empty();
        }
    }

    private static boolean goneWithin(Map<Long, ProcessHandle> members, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        boolean gone = true;
        for (ProcessHandle p : members.values()) {
            while (p.isAlive() && System.nanoTime() < end) {
                try {
                    p.onExit().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (java.util.concurrent.ExecutionException
                        | java.util.concurrent.TimeoutException e) {
                    LOG.trace("Process {} is still there", p.pid(), e);
                }
            }
            gone &= !p.isAlive();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return gone;
    }
}
