package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.modules.Accounts;
import org.saltern.modules.Call;
import org.saltern.modules.FileStat;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Values;

/** {@code file.*}: whose a file is and what may be done with it. */
final class FileOwners {
    private FileOwners() {}

    static List<Function> all() {
        return Stream.of(answers(), changes(), names()).flatMap(List::stream).toList();
    }

    private static List<Function> answers() {
        return List.of(
                Function.named("file.get_mode")
                        .doc("Answers the mode of a file as four octal digits.")
                        .takes("path, follow_symlinks=True")
                        .runs(call -> Values.text(String.format("%04o", stat(call).mode()))),
                Function.named("file.set_mode")
                        .doc("Sets the mode of a file, given in octal digits; answers it.")
                        .takes("path, mode")
                        .runs(FileOwners::setMode),
                Function.named("file.get_user")
                        .doc("Answers the owner of a file.")
                        .takes("path, follow_symlinks=True")
                        .runs(call -> Values.text(stat(call).user())),
                Function.named("file.get_group")
                        .doc("Answers the group of a file.")
                        .takes("path, follow_symlinks=True")
                        .runs(call -> Values.text(stat(call).group())),
                Function.named("file.get_uid")
                        .doc("Answers the number of the owner of a file.")
                        .takes("path, follow_symlinks=True")
                        .runs(call -> Values.of(stat(call).uid())),
                Function.named("file.get_gid")
                        .doc("Answers the number of the group of a file.")
                        .takes("path, follow_symlinks=True")
                        .runs(call -> Values.of(stat(call).gid())));
    }

    private static List<Function> changes() {
        return List.of(
                Function.named("file.chown")
                        .doc("Sets owner and group of a file; answers None, or what is wrong.")
                        .takes("path, user, group")
                        .runs(call -> own(call, call.value("user"), call.value("group"), true)),
                Function.named("file.lchown")
                        .doc(
                                "Sets owner and group of a file or link itself; answers None, or what is wrong.")
                        .takes("path, user, group")
                        .runs(call -> own(call, call.value("user"), call.value("group"), false)),
                Function.named("file.chgrp")
                        .doc("Sets the group of a file; answers None, or what is wrong.")
                        .takes("path, group")
                        .runs(call -> own(call, Values.none(), call.value("group"), true)));
    }

    private static List<Function> names() {
        return List.of(
                Function.named("file.uid_to_user")
                        .doc("Answers the name of a user number; the number when it has none.")
                        .arg("uid")
                        .runs(
                                call ->
                                        Accounts.of(call.machine())
                                                .user(call.number("uid"))
                                                .map(u -> Values.text(u.name()))
                                                .orElse(call.value("uid"))),
                Function.named("file.user_to_uid")
                        .doc("Answers the number of a user, '' for an unknown one.")
                        .arg("user")
                        .runs(
                                call ->
                                        uid(call, call.value("user"))
                                                .map(Values::of)
                                                .orElse(Values.text(""))),
                Function.named("file.gid_to_group")
                        .doc("Answers the name of a group number; the number when it has none.")
                        .arg("gid")
                        .runs(
                                call ->
                                        Accounts.of(call.machine())
                                                .group(call.number("gid"))
                                                .map(g -> Values.text(g.name()))
                                                .orElse(call.value("gid"))),
                Function.named("file.group_to_gid")
                        .doc("Answers the number of a group, '' for an unknown one.")
                        .arg("group")
                        .runs(
                                call ->
                                        gid(call, call.value("group"))
                                                .map(Values::of)
                                                .orElse(Values.text(""))));
    }

    private static String path(Call call) throws IOException {
        return Paths.expanded(call.machine(), call.text("path"));
    }

    private static FileStat stat(Call call) throws IOException {
        return call.machine()
                .stat(path(call), call.flag("follow_symlinks"))
                .orElseThrow(() -> new ModuleError.Failed("Path not found: " + call.text("path")));
    }

    /** Octal digits, as text or as a number that looks like them. @throws ModuleError.BadRequest they are not */
    static int mode(JsonNode given) {
        String digits = Values.asText(given).strip().replaceFirst("^0[oO]", "");
        if (!digits.matches("[0-7]{1,5}") || Integer.parseInt(digits, 8) > 07777) {
            throw new ModuleError.BadRequest("Not a file mode: " + Values.asText(given));
        }
        return Integer.parseInt(digits, 8);
    }

    private static JsonNode setMode(Call call) throws IOException {
        String path = path(call);
        int mode = mode(call.value("mode"));
        if (!Paths.exists(call.machine(), path)) {
            throw new ModuleError.Failed(path + ": File not found");
        }
        call.machine().setMode(path, mode);
        return Values.text(
                String.format("%04o", call.machine().stat(path, true).orElseThrow().mode()));
    }

    /** Sets the call's {@code user}, {@code group} and {@code mode} where given. */
    static void apply(Call call, String path) throws IOException {
        if (Values.isTrue(call.value("mode"))) {
            call.machine().setMode(path, mode(call.value("mode")));
        }
        String wrong = own(call, path, call.value("user"), call.value("group"), true);
        if (!wrong.isEmpty()) {
            throw new ModuleError.Failed(wrong.strip());
        }
    }

    private static JsonNode own(Call call, JsonNode user, JsonNode group, boolean follow)
            throws IOException {
        String path = path(call);
        String wrong =
                Paths.exists(call.machine(), path)
                        ? own(call, path, user, group, follow)
                        : "File not found";
        return wrong.isEmpty() ? Values.none() : Values.text(wrong);
    }

    private static String own(Call call, String path, JsonNode user, JsonNode group, boolean follow)
            throws IOException {
        boolean noUser = user.isNull() || Values.asText(user).isEmpty();
        boolean noGroup = group.isNull() || Values.asText(group).isEmpty();
        Optional<Long> uid = noUser ? Optional.of(-1L) : uid(call, user);
        Optional<Long> gid = noGroup ? Optional.of(-1L) : gid(call, group);
        String wrong =
                (uid.isEmpty() ? "User does not exist\n" : "")
                        + (gid.isEmpty() ? "Group does not exist\n" : "");
        if (wrong.isEmpty() && !(noUser && noGroup)) {
            call.machine().setOwner(path, uid.get(), gid.get(), follow);
        }
        return wrong;
    }

    private static Optional<Long> uid(Call call, JsonNode user) throws IOException {
        return user.isIntegralNumber()
                ? Optional.of(user.longValue())
                : Accounts.of(call.machine()).user(Values.asText(user)).map(Accounts.User::uid);
    }

    private static Optional<Long> gid(Call call, JsonNode group) throws IOException {
        return group.isIntegralNumber()
                ? Optional.of(group.longValue())
                : Accounts.of(call.machine()).group(Values.asText(group)).map(Accounts.Group::gid);
    }
}
