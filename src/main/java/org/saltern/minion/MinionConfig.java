package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.crypto.EncAlgorithm;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.wire.AuthReplies.Algorithms;
import org.saltern.yaml.Yaml;

/** Reads a salt-minion's configuration file; option names and defaults are Salt's. Options it does not know go to the functions. */
public final class MinionConfig {
    private final ObjectNode options;
    private final String where;

    private MinionConfig(ObjectNode options, String where) {
        this.options = options;
        this.where = where;
    }

    /**
     * The settings of this file.
     *
     * @param file YAML, {@code /etc/salt/minion} on ordinary installations
     * @param data the agent's own folder; {@code pki_dir} and {@code cachedir} of the file win
     * @throws Problem.BadInput not YAML, or an option of the wrong kind
     * @throws Problem.Unavailable the file cannot be read
     */
    public static MinionSettings read(Path file, Path data) {
        try {
            JsonNode tree = Yaml.read(Files.readString(file), file.toString());
            ObjectNode options = tree instanceof ObjectNode map ? map : Json.object();
            options.put("conf_file", file.toAbsolutePath().toString());
            return new MinionConfig(options, file.toString()).settings(data);
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "The configuration file cannot be read: " + e.getMessage(),
                    file.toString(),
                    "Check its name and mode.",
                    e);
        }
    }

    private MinionSettings settings(Path data) {
        String master = text("master", "salt");
        int colon = master.lastIndexOf(':');
        boolean hasPort = colon > 0 && colon == master.indexOf(':');
        int port =
                hasPort
                        ? port(master.substring(colon + 1))
                        : number("master_port", MinionSettings.REQUEST_PORT);
        return new MinionSettings(
                hasPort ? master.substring(0, colon) : master,
                port,
                number("publish_port", 0),
                new HostId(text("id", hostName())),
                data,
                number("minion_protocol", 3),
                trust(),
                patience(),
                options);
    }

    private MinionSettings.Trust trust() {
        MinionSettings.Trust usual = MinionSettings.Trust.DEFAULT;
        String enc = text("encryption_algorithm", usual.algorithms().enc().wireName());
        String sig = text("signing_algorithm", usual.algorithms().sig().wireName());
        var algorithms =
                new Algorithms(
                        EncAlgorithm.of(enc).orElseThrow(() -> bad("encryption_algorithm", enc)),
                        SigAlgorithm.of(sig).orElseThrow(() -> bad("signing_algorithm", sig)));
        return new MinionSettings.Trust(
                text("master_finger", ""),
                options.path("sign_pub_messages").asBoolean(true),
                algorithms,
                number("keysize", usual.keyBits()));
    }

    private MinionSettings.Patience patience() {
        MinionSettings.Patience usual = MinionSettings.Patience.DEFAULT;
        Duration wait = seconds("acceptance_wait_time", usual.acceptance());
        Duration most = seconds("acceptance_wait_time_max", wait);
        return new MinionSettings.Patience(
                seconds("auth_timeout", usual.auth()),
                wait,
                most.compareTo(wait) < 0 ? wait : most,
                seconds("request_channel_timeout", usual.request()),
                seconds("return_retry_timer", usual.returnRetry()));
    }

    private String text(String option, String otherwise) {
        JsonNode value = options.path(option);
        JsonNode first = value.isArray() ? value.path(0) : value;
        if (first.isMissingNode() || first.isNull()) {
            return otherwise;
        }
        if (first.isContainerNode()) {
            throw bad(option, first.toString());
        }
        return first.asText();
    }

    private int number(String option, int otherwise) {
        JsonNode value = options.path(option);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.canConvertToInt()) {
            throw bad(option, value.asText());
        }
        return value.intValue();
    }

    private Duration seconds(String option, Duration otherwise) {
        return Duration.ofSeconds(number(option, Math.toIntExact(otherwise.toSeconds())));
    }

    private int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw bad("master", text);
        }
    }

    private String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            throw new Problem.BadInput(
                    "This machine has no host name to use as minion id", where, "Set 'id'.", e);
        }
    }

    private Problem.BadInput bad(String option, String value) {
        return new Problem.BadInput(
                "'" + Problem.shown(value) + "' is not a value for " + option,
                where,
                "See the option '" + option + "' in the documentation of salt-minion.");
    }
}
