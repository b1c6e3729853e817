package org.saltern.modules.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saltern.modules.Command;
import org.saltern.modules.Context;
import org.saltern.modules.Output;
import org.saltern.modules.Ran;
import org.saltern.sls.RenderPipe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens PGP messages with the machine's own {@code gpg}; without it, or without the key, they stay closed. */
final class Gpg implements RenderPipe.Decryptor {
    private static final Logger LOG = LoggerFactory.getLogger(Gpg.class);
    private static final Pattern MESSAGE =
            Pattern.compile(
                    "-----BEGIN PGP MESSAGE-----.*?-----END PGP MESSAGE-----", Pattern.DOTALL);

    private final Context context;

    Gpg(Context context) {
        this.context = context;
    }

    @Override
    public String decrypt(String armoured) {
        Matcher message = MESSAGE.matcher(armoured);
        var out = new StringBuilder();
        while (message.find()) {
            message.appendReplacement(out, Matcher.quoteReplacement(open(message.group())));
        }
        return message.appendTail(out).toString();
    }

    private String open(String message) {
        try {
            var gpg = context.machine().which("gpg");
            if (gpg.isEmpty()) {
                LOG.error("GPG unavailable: an encrypted value stays as it is");
                return message;
            }
            String home = context.options().path("gpg_keydir").asText("/etc/salt/gpgkeys");
            Command command =
                    Command.of(
                                    List.of(
                                            gpg.get(),
                                            "--homedir",
                                            home,
                                            "--status-fd",
                                            "2",
                                            "--no-tty",
                                            "-d"))
                            .withStdin(message.getBytes(StandardCharsets.UTF_8));
            Ran ran = context.machine().run(command, Output.NONE);
            if (ran.exit() != 0) {
                LOG.warn("Could not decrypt cipher: gpg ended with {}", ran.exit());
                return message;
            }
            return ran.text();
        } catch (IOException e) {
            LOG.warn("Could not decrypt cipher: {}", e.getMessage());
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread()
                    .interrupt(); // the job was killed: the run stops before its next state
            return message;
        }
    }
}
