package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.Context;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.Machine;
import org.saltern.modules.Modules;
import org.saltern.modules.Values;
import org.saltern.modules.exec.AtomicFile;
import org.saltern.modules.exec.Paths;

/** {@code file.symlink}: a symbolic link that leads to a target. */
final class FileSymlink {
    static final Function SYMLINK =
            Function.named("file.symlink")
                    .doc("A symbolic link to a target; force replaces what is in the way.")
                    .takes(
                            "name, target, force=False, backupname=None, makedirs=False, user=None,"
                                    + " group=None, mode=None, win_owner=None, win_perms=None,"
                                    + " win_deny_perms=None, win_inheritance=None, atomic=False,"
                                    + " disallow_copy_and_unlink=False, inherit_user_and_group=False,"
                                    + " follow_symlinks=True, **kwargs")
                    .runs(call -> new FileSymlink(call).run());

    private final Call call;
    private final Context context;
    private final Machine machine;
    private final String name;
    private final String target;
    private final StateResult result;
    private String user;
    private String group;

    private FileSymlink(Call call) throws IOException {
        this.call = call;
        this.context = call.context();
        this.machine = call.machine();
        this.name = Paths.expanded(machine, call.text("name"));
        this.target = call.text("target");
        this.result = StateResult.named(name);
    }

    /** The state with these arguments. */
    static ObjectNode apply(Context context, ObjectNode arguments) throws Exception {
        return (ObjectNode) Modules.invoke(context, SYMLINK, List.of(), arguments).value();
    }

    private JsonNode run() throws IOException, InterruptedException {
        List<String> wrong = refused();
        if (!wrong.isEmpty()) {
            String words = String.join(". ", wrong);
            return result.failed(wrong.size() > 1 ? words + "." : words).tree();
        }
        String parent = Paths.parent(name);
        boolean orphan = !Paths.isDirectory(machine, parent);
        if (context.test()) {
            return test(orphan ? parent : "");
        }
        if (orphan) {
            if (!call.flag("makedirs")) {
                return result.failed("Directory " + parent + " for symlink is not present").tree();
            }
            FileParents.make(
                    context,
                    name,
                    FileMeta.of(Values.text(user), Values.text(group), call.value("mode")));
        }
        return real();
    }

    private List<String> refused() throws IOException, InterruptedException {
        var wrong = new ArrayList<String>();
        Accounts accounts = Accounts.of(machine);
        user = call.given("user").orElse(machine.run("id", "-un").text().strip());
        Optional<Accounts.User> known = accounts.user(user);
        if (known.isEmpty() && user.matches("[0-9]+")) {
            known = accounts.user(Long.parseLong(user));
            user = known.map(Accounts.User::name).orElse(user);
        }
        if (known.isEmpty()) {
            wrong.add("User " + user + " does not exist");
        }
        String primary =
                known.isEmpty()
                        ? ""
                        : accounts.group(known.get().gid())
                                .map(Accounts.Group::name)
                                .orElse(Long.toString(known.get().gid()));
        group = call.given("group").orElse(primary);
        if (!group.isEmpty() && !group.matches("[0-9]+") && accounts.group(group).isEmpty()) {
            wrong.add("Group " + group + " does not exist");
        }
        if (!name.startsWith("/")) {
            wrong.add("Specified file " + name + " is not an absolute path");
        }
        return wrong;
    }

    private Optional<FileStat> there() throws IOException {
        return machine.stat(name, false);
    }

    private boolean leadsRight() throws IOException {
        return Paths.normal(machine.readLink(name)).equals(Paths.normal(target));
    }

    private boolean isOwned() throws IOException {
        FileStat now = there().orElseThrow();
        return now.user().equals(user)
                && (now.group().equals(group) || Long.toString(now.gid()).equals(group));
    }

    private JsonNode test(String missingParent) throws IOException {
        String more = "";
        if (!missingParent.isEmpty()) {
            more =
                    call.flag("makedirs")
                            ? "\n" + missingParent + " will be created"
                            : "\nDirectory " + missingParent + " for symlink is not present";
        }
        Optional<FileStat> now = there();
        if (now.isEmpty()) {
            return result.change("new", name)
                    .would("Symlink " + name + " to " + target + " is set for creation" + more)
                    .tree();
        }
        if (now.get().kind() != FileStat.Kind.LINK) {
            return call.flag("force")
                    ? result.would(
                                    "The file or directory "
                                            + name
                                            + " is set for removal to make way for a new symlink"
                                            + " targeting "
                                            + target)
                            .tree()
                    : result.failed(
                                    "File or directory exists where the symlink "
                                            + name
                                            + " should be. Did you mean to use force?")
                            .tree();
        }
        if (!machine.readLink(name).equals(target)) {
            return result.change("change", name)
                    .would("Link " + name + " target is set to be changed to " + target)
                    .tree();
        }
        if (isOwned()) {
            return result.done("The symlink " + name + " is present").tree();
        }
        String wanted = user + ":" + group;
        return result.change("ownership", wanted)
                .would(
                        "The symlink "
                                + name
                                + " is present, but the ownership of the symlink would be changed"
                                + " from "
                                + now.get().user()
                                + ":"
                                + now.get().group()
                                + " to "
                                + wanted)
                .tree();
    }

    private JsonNode real() throws IOException {
        Optional<FileStat> now = there();
        boolean link = now.filter(s -> s.kind() == FileStat.Kind.LINK).isPresent();
        if (link && leadsRight()) {
            return owned();
        }
        boolean force = call.flag("force") || call.flag("atomic");
        if (now.isPresent() && !link) {
            Optional<String> stays = makeWay(now.get(), force);
            if (stays.isPresent()) {
                return result.failed(stays.get()).tree();
            }
        } else if (link && !force) {
            return result.failed(
                            "Unable to create new symlink "
                                    + name
                                    + " -> "
                                    + target
                                    + ": Found existing symlink: "
                                    + name)
                    .tree();
        }
        replace();
        result.change("new", name);
        String words = "Created new symlink " + name + " -> " + target;
        if (!isOwned() && !own()) {
            return result.failed(
                            words + ", but was unable to set ownership to " + user + ":" + group)
                    .tree();
        }
        return result.done(words).tree();
    }

    private Optional<String> makeWay(FileStat now, boolean force) throws IOException {
        if (call.given("backupname").isPresent()) {
            String given = call.text("backupname");
            String to = given.startsWith("/") ? given : Paths.parent(name) + "/" + given;
            if (Paths.exists(machine, to)) {
                if (!call.flag("force")) {
                    return Optional.of("File exists where the backup target " + to + " should go");
                }
                Paths.deleteAll(machine, to);
            }
            machine.rename(name, to);
            return Optional.empty();
        }
        if (!force) {
            String kind =
                    switch (now.kind()) {
                        case FILE -> "File";
                        case DIRECTORY -> "Directory";
                        default -> "File system entry";
                    };
            return Optional.of(kind + " exists where the symlink " + name + " should be");
        }
        return Optional.empty();
    }

    /** The link is made beside and moved into place, so that the name always leads somewhere. */
    private void replace() throws IOException {
        if (there().filter(s -> s.kind() == FileStat.Kind.DIRECTORY).isPresent()) {
            Paths.deleteAll(machine, name);
        }
        String beside = AtomicFile.beside(name);
        machine.symlink(target, beside);
        machine.rename(beside, name);
    }

    private JsonNode owned() throws IOException {
        String wanted = user + ":" + group;
        if (isOwned()) {
            return result.done("Symlink " + name + " is present and owned by " + wanted).tree();
        }
        return own()
                ? result.change("ownership", wanted)
                        .done("Set ownership of symlink " + name + " to " + wanted)
                        .tree()
                : result.failed("Failed to set ownership of symlink " + name + " to " + wanted)
                        .tree();
    }

    private boolean own() throws IOException {
        new FileMeta(Values.text(user), Values.text(group), "")
                .apply(context, name, false, Json.object());
        return isOwned();
    }
}
