package org.saltern.modules.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.Command;
import org.saltern.modules.Function;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Ran;
import org.saltern.modules.Values;

/** {@code shadow.*}: passwords and how long they are good. A password reaches a program by its input only. */
final class ShadowFunctions {
    private static final int FIELDS = 8;

    private ShadowFunctions() {}

    static List<Function> all() {
        var all = new ArrayList<Function>();
        all.addAll(
                List.of(
                        Function.named("shadow.info")
                                .doc(
                                        "Answers password hash and ages of a user; empty fields for"
                                                + " an unknown one.")
                                .takes("name, root=None")
                                .runs(ShadowFunctions::info),
                        Function.named("shadow.default_hash")
                                .doc("Answers what stands for no password.")
                                .runs(call -> Values.text("!")),
                        Function.named("shadow.gen_password")
                                .doc("Answers a password hashed for /etc/shadow.")
                                .takes("password, crypt_salt=None, algorithm='sha512'")
                                .runs(ShadowFunctions::hash),
                        Function.named("shadow.set_password")
                                .doc("Sets a hashed password.")
                                .takes("name, password, use_usermod=False, root=None")
                                .runs(ShadowFunctions::set),
                        Function.named("shadow.del_password")
                                .doc("Makes the password empty.")
                                .takes("name, root=None")
                                .runs(call -> passwd(call, "-d")),
                        Function.named("shadow.lock_password")
                                .doc("Locks the password.")
                                .takes("name, root=None")
                                .runs(call -> passwd(call, "-l")),
                        Function.named("shadow.unlock_password")
                                .doc("Unlocks the password.")
                                .takes("name, root=None")
                                .runs(call -> passwd(call, "-u"))));
        all.add(age("mindays", "-m"));
        all.add(age("maxdays", "-M"));
        all.add(age("inactdays", "-I"));
        all.add(age("warndays", "-W"));
        all.add(age("expire", "-E"));
        all.add(age("date", "-d"));
        return all;
    }

    private static Function age(String field, String option) {
        return Function.named("shadow.set_" + field)
                .doc("Sets " + field + " of a user's password, as chage does.")
                .takes("name, " + field + ", root=None")
                .runs(
                        call ->
                                Values.of(
                                        Running.run(
                                                        call,
                                                        "chage",
                                                        option,
                                                        call.text(field),
                                                        Running.name(call.text("name")))
                                                .ok()));
    }

    private static JsonNode info(Call call) throws IOException {
        String name = call.text("name");
        Optional<String[]> line = Optional.empty();
        try {
            line =
                    new String(call.machine().read("/etc/shadow"), StandardCharsets.UTF_8)
                            .lines()
                            .map(l -> l.split(":", -1))
                            .filter(f -> f[0].equals(name) && f.length >= FIELDS)
                            .findFirst();
        } catch (AccessDeniedException | NoSuchFileException e) {
            // without the right to read it nothing is known, as for an unknown user
        }
        ObjectNode out = Json.object();
        if (line.isEmpty()) {
            for (String field :
                    List.of("name", "passwd", "lstchg", "min", "max", "warn", "inact", "expire")) {
                out.put(field, "");
            }
            return out;
        }
        String[] f = line.get();
        out.put("name", f[0]).put("passwd", f[1]).put("lstchg", number(f[2]));
        out.put("min", number(f[3])).put("max", number(f[4])).put("warn", number(f[5]));
        return out.put("inact", number(f[6])).put("expire", number(f[7]));
    }

    private static long number(String text) {
        return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static JsonNode hash(Call call) throws IOException, InterruptedException {
        String option =
                switch (call.text("algorithm")) {
                    case "sha512" -> "-6";
                    case "sha256" -> "-5";
                    case "md5" -> "-1";
                    default ->
                            throw new ModuleError.Failed(
                                    "Unsupported hashing algorithm "
                                            + call.text("algorithm")
                                            + "; use sha512, sha256 or md5");
                };
        var argv = new ArrayList<>(List.of("openssl", "passwd", option, "-stdin"));
        call.given("crypt_salt").ifPresent(s -> argv.addAll(List.of("-salt", s)));
        byte[] password = (call.text("password") + "\n").getBytes(StandardCharsets.UTF_8);
        Ran ran = Running.run(call, Command.of(argv).withStdin(password));
        if (!ran.ok()) {
            throw new ModuleError.Failed(
                    "The password cannot be hashed: " + Running.complaint(ran));
        }
        return Values.text(ran.text().strip());
    }

    private static JsonNode set(Call call) throws IOException, InterruptedException {
        String line = Running.name(call.text("name")) + ":" + call.text("password") + "\n";
        Command command =
                Command.of("chpasswd", "-e").withStdin(line.getBytes(StandardCharsets.UTF_8));
        return Values.of(Running.run(call, command).ok());
    }

    private static JsonNode passwd(Call call, String option)
            throws IOException, InterruptedException {
        return Values.of(Running.run(call, "passwd", option, Running.name(call.text("name"))).ok());
    }
}
