package org.saltern.modules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The users and groups of a machine: {@code getent} where it is (it knows directory services), else the files in
 * {@code /etc}. Read anew by each {@link #of}.
 */
public final class Accounts {
    /** One line of passwd. */
    public record User(String name, long uid, long gid, String home, String shell) {}

    /** One line of group. */
    public record Group(String name, long gid, List<String> members) {}

    private static final int PASSWD_FIELDS = 7;
    private static final int GROUP_FIELDS = 3;

    private final Machine machine;

    private Accounts(Machine machine) {
        this.machine = machine;
    }

    public static Accounts of(Machine machine) {
        return new Accounts(machine);
    }

    public Optional<User> user(String name) throws IOException {
        return lookUp("passwd", name).stream()
                .map(Accounts::user)
                .filter(u -> u.name().equals(name))
                .findFirst();
    }

    public Optional<User> user(long uid) throws IOException {
        return lookUp("passwd", Long.toString(uid)).stream()
                .map(Accounts::user)
                .filter(u -> u.uid() == uid)
                .findFirst();
    }

    public Optional<Group> group(String name) throws IOException {
        return lookUp("group", name).stream()
                .map(Accounts::group)
                .filter(g -> g.name().equals(name))
                .findFirst();
    }

    public Optional<Group> group(long gid) throws IOException {
        return lookUp("group", Long.toString(gid)).stream()
                .map(Accounts::group)
                .filter(g -> g.gid() == gid)
                .findFirst();
    }

    /** Lines that may answer: those of the file, and what getent adds when the file has none. */
    private List<String[]> lookUp(String database, String key) throws IOException {
        int fields = database.equals("passwd") ? PASSWD_FIELDS : GROUP_FIELDS;
        int number = 2;
        var found = new ArrayList<String[]>();
        for (String line :
                new String(machine.read("/etc/" + database), StandardCharsets.UTF_8).split("\n")) {
            String[] f = line.split(":", -1);
            if (f.length >= fields && (f[0].equals(key) || f[number].equals(key))) {
                found.add(f);
            }
        }
        if (found.isEmpty() && !key.startsWith("-")) {
            getent(database, key)
                    .map(l -> l.split(":", -1))
                    .filter(f -> f.length >= fields)
                    .ifPresent(found::add);
        }
        return found;
    }

    private Optional<String> getent(String database, String key) throws IOException {
        Optional<String> getent = machine.which("getent");
        if (getent.isEmpty()) {
            return Optional.empty();
        }
        try {
            Ran ran = machine.run(getent.get(), database, key);
            return ran.ok() ? Optional.of(ran.text().strip()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static User user(String[] f) {
        return new User(f[0], Long.parseLong(f[2]), Long.parseLong(f[3]), f[5], f[6]);
    }

    private static Group group(String[] f) {
        boolean none = f.length < 4 || f[3].isBlank();
        return new Group(f[0], Long.parseLong(f[2]), none ? List.of() : List.of(f[3].split(",")));
    }
}
