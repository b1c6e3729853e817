package org.saltern.modules.exec;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.saltern.modules.Accounts;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;

/** A folder of the machine that is there for one call only and open to one user only. */
public final class TempDir implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OWNER_ONLY = 0700;

    private final Machine machine;
    private final String path;

    private TempDir(Machine machine, String path) {
        this.machine = machine;
        this.path = path;
    }

    public static TempDir of(Machine machine) throws IOException {
        byte[] name = new byte[12];
        RANDOM.nextBytes(name);
        String base = machine.environment().getOrDefault("TMPDIR", "/tmp");
        String path = base + "/saltern-" + HexFormat.of().formatHex(name);
        machine.makeDirectory(path); // fails when it is there already, so nobody can prepare it
        machine.setMode(path, OWNER_ONLY);
        return new TempDir(machine, path);
    }

    /** Writes a file that only its owner may use; returns its path. @param user the owner; empty for the machine's own */
    public String file(String name, byte[] content, int mode, String user) throws IOException {
        String file = path + "/" + name;
        machine.write(file, new byte[0]);
        machine.setMode(file, mode | 0200);
        machine.write(file, content);
        machine.setMode(file, mode);
        if (!user.isEmpty()) {
            Accounts.User owner =
                    Accounts.of(machine)
                            .user(user)
                            .orElseThrow(
                                    () ->
                                            new ModuleError.Failed(
                                                    "User '" + user + "' is not available"));
            machine.setOwner(file, owner.uid(), owner.gid(), false);
            machine.setOwner(path, owner.uid(), owner.gid(), false);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        Paths.deleteAll(machine, path);
    }
}
