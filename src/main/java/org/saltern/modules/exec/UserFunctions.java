package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.saltern.base.Json;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code user.*}: accounts, changed by useradd, usermod and userdel. */
final class UserFunctions {
    /** Parts of the comment field, in its order. */
    private static final List<String> GECOS =
            List.of("fullname", "roomnumber", "workphone", "homephone", "other");

    private UserFunctions() {}

    static List<Function> all() {
        return Stream.of(answers(), changes(), fields()).flatMap(List::stream).toList();
    }

    private static List<Function> answers() {
        return List.of(
                Function.named("user.info")
                        .doc("Answers what is known of a user, an empty map for an unknown one.")
                        .takes("name, root=None")
                        .runs(call -> info(call, call.text("name"))),
                Function.named("user.getent")
                        .doc("Answers all users with what is known of them.")
                        .takes("refresh=False, root=None")
                        .runs(UserFunctions::all),
                Function.named("user.list_users")
                        .doc("Answers the names of all users.")
                        .takes("root=None")
                        .runs(call -> Values.texts(new TreeSet<>(names(call)))),
                Function.named("user.list_groups")
                        .doc("Answers the groups that a user is in.")
                        .arg("name")
                        .runs(call -> Values.texts(groups(call, call.text("name")))),
                Function.named("user.primary_group")
                        .doc("Answers the primary group of a user.")
                        .arg("name")
                        .runs(UserFunctions::primary));
    }

    private static List<Function> changes() {
        return List.of(
                Function.named("user.add")
                        .doc(
                                "Adds a user; answers whether it worked.\n\n"
                                        + "    salt '*' user.add fred uid=1500 shell=/bin/bash")
                        .takes(
                                "name, uid=None, gid=None, groups=None, home=None, shell=None,"
                                        + " unique=True, system=False, fullname='', roomnumber='',"
                                        + " workphone='', homephone='', other='', createhome=True,"
                                        + " loginclass=None, nologinit=False, root=None,"
                                        + " usergroup=None, local=False")
                        .runs(UserFunctions::add),
                Function.named("user.delete")
                        .doc(
                                "Removes a user; remove=True with the home directory, force=True"
                                        + " even when logged in.")
                        .takes("name, remove=False, force=False, root=None, local=False")
                        .runs(UserFunctions::delete),
                Function.named("user.rename")
                        .doc("Changes the name of a user.")
                        .takes("name, new_name, root=None")
                        .runs(UserFunctions::rename),
                Function.named("user.chuid")
                        .doc("Changes the number of a user.")
                        .takes("name, uid")
                        .runs(call -> change(call, "uid", "-u")),
                Function.named("user.chgid")
                        .doc("Changes the primary group of a user.")
                        .takes("name, gid, root=None")
                        .runs(call -> change(call, "gid", "-g")),
                Function.named("user.chshell")
                        .doc("Changes the shell of a user.")
                        .takes("name, shell, root=None")
                        .runs(call -> change(call, "shell", "-s")),
                Function.named("user.chhome")
                        .doc(
                                "Changes the home directory of a user; persist=True moves what is"
                                        + " in it.")
                        .takes("name, home, persist=False, root=None")
                        .runs(UserFunctions::home),
                Function.named("user.chgroups")
                        .doc("Changes the groups of a user; append=True keeps those it is in.")
                        .takes("name, groups, append=False, root=None")
                        .runs(UserFunctions::setGroups));
    }

    private static List<Function> fields() {
        var all = new ArrayList<Function>();
        for (String field : GECOS) {
            all.add(
                    Function.named("user.ch" + field)
                            .doc("Changes the " + field + " of a user.")
                            .takes("name, " + field)
                            .runs(call -> setGecos(call, field)));
        }
        return all;
    }

    private static Optional<Accounts.User> find(Call call, String name) throws IOException {
        return Accounts.of(call.machine()).user(name);
    }

    private static List<String> lines(Call call, String file) throws IOException {
        return new String(call.machine().read("/etc/" + file), StandardCharsets.UTF_8)
                .lines()
                .filter(l -> l.contains(":"))
                .toList();
    }

    private static List<String> names(Call call) throws IOException {
        return lines(call, "passwd").stream().map(l -> l.split(":", -1)[0]).toList();
    }

    /** The groups of a user, the primary one included; sorted. */
    private static List<String> groups(Call call, String name) throws IOException {
        var out = new TreeSet<String>();
        Optional<Accounts.User> user = find(call, name);
        if (user.isPresent()) {
            Accounts.of(call.machine()).group(user.get().gid()).ifPresent(g -> out.add(g.name()));
        }
        for (String line : lines(call, "group")) {
            String[] f = line.split(":", -1);
            if (f.length > 3 && List.of(f[3].split(",")).contains(name)) {
                out.add(f[0]);
            }
        }
        return List.copyOf(out);
    }

    static JsonNode info(Call call, String name) throws IOException {
        Optional<Accounts.User> found = find(call, name);
        if (found.isEmpty()) {
            return Json.object();
        }
        Accounts.User user = found.get();
        ObjectNode out = Json.object().put("uid", user.uid()).put("gid", user.gid());
        out.set("groups", Values.texts(groups(call, name)));
        out.put("home", user.home()).put("shell", user.shell()).put("passwd", "x");
        gecos(call, name).forEach(out::put);
        return out.put("name", user.name());
    }

    private static Map<String, String> gecos(Call call, String name) throws IOException {
        String comment =
                lines(call, "passwd").stream()
                        .map(l -> l.split(":", -1))
                        .filter(f -> f[0].equals(name) && f.length > 4)
                        .map(f -> f[4])
                        .findFirst()
                        .orElse("");
        String[] parts = comment.split(",", GECOS.size());
        Map<String, String> out = new java.util.LinkedHashMap<>();
        for (int i = 0; i < GECOS.size(); i++) {
            out.put(GECOS.get(i), i < parts.length ? parts[i] : "");
        }
        return out;
    }

    private static JsonNode all(Call call) throws IOException {
        ArrayNode out = Json.array();
        for (String name : names(call)) {
            out.add(info(call, name));
        }
        return out;
    }

    private static JsonNode primary(Call call) throws IOException {
        Accounts.User user =
                find(call, call.text("name"))
                        .orElseThrow(
                                () ->
                                        new ModuleError.Failed(
                                                "User '" + call.text("name") + "' does not exist"));
        return Values.text(
                Accounts.of(call.machine())
                        .group(user.gid())
                        .map(Accounts.Group::name)
                        .orElse(Long.toString(user.gid())));
    }

    private static JsonNode add(Call call) throws IOException, InterruptedException {
        String name = Running.name(call.text("name"));
        var argv = new ArrayList<>(List.of("useradd"));
        option(call, argv, "shell", "-s");
        option(call, argv, "uid", "-u");
        option(call, argv, "gid", "-g");
        List<String> groups = call.texts("groups");
        boolean own = !call.value("gid").isNull() || groups.contains(name);
        if (call.value("usergroup").isNull() ? own : !call.flag("usergroup")) {
            argv.add("-N");
        } else if (call.flag("usergroup")) {
            argv.add("-U");
        }
        if (!groups.isEmpty()) {
            argv.addAll(List.of("-G", String.join(",", groups)));
        }
        argv.add(call.flag("createhome") ? "-m" : "-M");
        if (call.flag("nologinit")) {
            argv.add("-l");
        }
        option(call, argv, "home", "-d");
        if (!call.flag("unique")) {
            argv.add("-o");
        }
        if (call.flag("system")) {
            argv.add("-r");
        }
        String comment =
                String.join(",", GECOS.stream().map(f -> call.given(f).orElse("")).toList());
        if (!comment.replace(",", "").isEmpty()) {
            argv.addAll(List.of("-c", comment.replaceFirst(",+$", "")));
        }
        argv.add(name);
        Ran ran = Running.run(call, argv);
        if (!ran.ok()) { // 12 means: the user is there, its home directory is not
            return Values.text(Running.complaint(ran));
        }
        return Values.of(true);
    }

    private static void option(Call call, List<String> argv, String parameter, String option) {
        call.given(parameter).ifPresent(v -> argv.addAll(List.of(option, Running.name(v))));
    }

    private static JsonNode delete(Call call) throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("userdel"));
        if (call.flag("remove")) {
            argv.add("-r");
        }
        if (call.flag("force")) {
            argv.add("-f");
        }
        argv.add(Running.name(call.text("name")));
        Ran ran = Running.run(call, argv);
        boolean mail = ran.exit() == 12 && ran.errors().contains("mail spool"); // it had none
        return Values.of(ran.ok() || mail);
    }

    private static boolean usermod(Call call, String... options)
            throws IOException, InterruptedException {
        var argv = new ArrayList<>(List.of("usermod"));
        argv.addAll(List.of(options));
        argv.add(Running.name(call.text("name")));
        return Running.run(call, argv).ok();
    }

    private static JsonNode rename(Call call) throws IOException, InterruptedException {
        String to = Running.name(call.text("new_name"));
        if (find(call, call.text("name")).isEmpty()) {
            throw new ModuleError.Failed("User '" + call.text("name") + "' does not exist");
        }
        if (find(call, to).isPresent()) {
            throw new ModuleError.Failed("User '" + to + "' already exists");
        }
        return Values.of(usermod(call, "-l", to));
    }

    private static JsonNode change(Call call, String field, String option)
            throws IOException, InterruptedException {
        if (find(call, call.text("name")).isEmpty()) {
            throw new ModuleError.Failed("User '" + call.text("name") + "' does not exist");
        }
        String before = info(call, call.text("name")).path(field).asText();
        if (before.equals(call.text(field))) {
            return Values.of(true);
        }
        return Values.of(usermod(call, option, Running.name(call.text(field))));
    }

    private static JsonNode home(Call call) throws IOException, InterruptedException {
        Optional<Accounts.User> user = find(call, call.text("name"));
        if (user.isEmpty()) {
            throw new ModuleError.Failed("User '" + call.text("name") + "' does not exist");
        }
        String to = Paths.absolute(call.text("home"));
        if (user.get().home().equals(to)) {
            return Values.of(true);
        }
        return Values.of(
                call.flag("persist") ? usermod(call, "-d", to, "-m") : usermod(call, "-d", to));
    }

    private static JsonNode setGroups(Call call) throws IOException, InterruptedException {
        List<String> wanted = call.texts("groups");
        List<String> now = groups(call, call.text("name"));
        if (new TreeSet<>(wanted).equals(new TreeSet<>(now))) {
            return Values.of(true);
        }
        String list = String.join(",", wanted);
        return Values.of(
                call.flag("append") ? usermod(call, "-a", "-G", list) : usermod(call, "-G", list));
    }

    private static JsonNode setGecos(Call call, String field)
            throws IOException, InterruptedException {
        Map<String, String> parts = gecos(call, call.text("name"));
        if (find(call, call.text("name")).isEmpty()) {
            return Values.of(false);
        }
        parts.put(field, call.text(field));
        String comment = String.join(",", parts.values());
        return Values.of(usermod(call, "-c", comment));
    }
}
