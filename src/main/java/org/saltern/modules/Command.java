package org.saltern.modules;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run. Build with {@link #of} and the {@code with…} methods.
 *
 * @param argv program and arguments, no shell in between; at least one element
 * @param cwd working directory; empty for the machine's own
 * @param env variables added to the environment (or all of it, see {@code cleanEnv})
 * @param cleanEnv start with an empty environment instead of the machine's
 * @param stdin bytes given to the program, then end of file; empty for none at all
 * @param runAs user name to run as; empty for the machine's own user
 * @param umask creation mask, 0 to 0777; empty to leave it
 * @param timeout after this the whole process tree is killed; empty for no limit
 * @param mergeErrors standard error goes where standard output goes
 * @param limit bytes kept of each stream; the rest is read and dropped
 */
public record Command(
        List<String> argv,
        Optional<String> cwd,
        Map<String, String> env,
        boolean cleanEnv,
        Optional<byte[]> stdin,
        Optional<String> runAs,
        Optional<Integer> umask,
        Optional<Duration> timeout,
        boolean mergeErrors,
        int limit) {
    /** Bytes kept of each stream unless told otherwise: 8 MiB. */
    public static final int LIMIT = 8 << 20;

    public Command {
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("A command needs a program");
        }
        argv = List.copyOf(argv);
        env = Map.copyOf(env);
    }

    /** This program with these arguments, nothing else special. */
    public static Command of(List<String> argv) {
        return new Command(
                argv,
                Optional.empty(),
                Map.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                LIMIT);
    }

    public static Command of(String... argv) {
        return of(List.of(argv));
    }

    public Command in(String directory) {
        return new Command(
                argv,
                Optional.of(directory),
                env,
                cleanEnv,
                stdin,
                runAs,
                umask,
                timeout,
                mergeErrors,
                limit);
    }

    /** Adds variables; later ones win. */
    public Command withEnv(Map<String, String> more) {
        var all = new LinkedHashMap<>(env);
        all.putAll(more);
        return new Command(
                argv, cwd, all, cleanEnv, stdin, runAs, umask, timeout, mergeErrors, limit);
    }

    public Command withCleanEnv(boolean clean) {
        return new Command(argv, cwd, env, clean, stdin, runAs, umask, timeout, mergeErrors, limit);
    }

    public Command withStdin(byte[] input) {
        return new Command(
                argv,
                cwd,
                env,
                cleanEnv,
                Optional.of(input),
                runAs,
                umask,
                timeout,
                mergeErrors,
                limit);
    }

    public Command as(String user) {
        return new Command(
                argv,
                cwd,
                env,
                cleanEnv,
                stdin,
                Optional.of(user),
                umask,
                timeout,
                mergeErrors,
                limit);
    }

    public Command withUmask(int mask) {
        return new Command(
                argv,
                cwd,
                env,
                cleanEnv,
                stdin,
                runAs,
                Optional.of(mask),
                timeout,
                mergeErrors,
                limit);
    }

    public Command within(Duration longest) {
        return new Command(
                argv,
                cwd,
                env,
                cleanEnv,
                stdin,
                runAs,
                umask,
                Optional.of(longest),
                mergeErrors,
                limit);
    }

    public Command withMergedErrors(boolean merge) {
        return new Command(argv, cwd, env, cleanEnv, stdin, runAs, umask, timeout, merge, limit);
    }

    public Command withLimit(int bytes) {
        return new Command(
                argv, cwd, env, cleanEnv, stdin, runAs, umask, timeout, mergeErrors, bytes);
    }
}
