package org.saltern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.access.AccessSettings;
import org.saltern.backup.Backup;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.crypto.SigAlgorithm;
import org.saltern.files.FileSettings;
import org.saltern.hosts.KeyPolicy;
import org.saltern.jobs.JobSettings;
import org.saltern.master.MasterSettings;
import org.saltern.master.StateSettings;
import org.saltern.store.DatabaseSettings;
import org.saltern.store.SpaceLimits;
import org.saltern.web.HttpLimits;
import org.saltern.web.HttpSettings;
import org.saltern.wire.zmtp.ConnectionLimits;

/**
 * All settings of one Saltern, read once. Each room and door gets only its own record. Names are Salt's master options where
 * Salt has one; see docs/settings.md.
 *
 * @param data the folder everything is kept in
 * @param ports where minions reach this master
 * @param nodegroups groups the settings file defines: name → compound expression
 * @param rangeServer where range targets are looked up, name and port; "" for nowhere
 * @param upkeep what those need who watch over this process and keep copies of it
 * @param logLevel logback's word, for example {@code INFO}
 * @param warnings a line for each option that was given and has no effect, or another than it says
 */
public record Settings(
        Path data,
        Ports ports,
        DatabaseSettings database,
        AccessSettings access,
        KeyPolicy keys,
        FileSettings files,
        JobSettings jobs,
        MasterSettings master,
        HttpSettings http,
        Map<String, String> nodegroups,
        String rangeServer,
        Upkeep upkeep,
        String logLevel,
        List<String> warnings) {

    private static final long MEBIBYTE = 1L << 20;
    private static final int MOST_MEBIBYTES = 1 << 20;

    /**
     * @param file the settings file; null when there is none
     * @param space how much of the disk has to be free
     * @param metricsToken what a program shows to read {@code /metrics} and the details of {@code /health}; empty for none
     * @param logFormat {@code text}, {@code logfmt} or {@code json}
     */
    public record Upkeep(Path file, SpaceLimits space, String metricsToken, String logFormat) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Upkeep[" + file + ", " + space + ", " + logFormat + "]";
        }
    }

    /**
     * The two ports for minions. A port 0 takes any free one.
     *
     * @param connections most connections of each port at once
     * @param perAddress of these from one address
     */
    public record Ports(
            String address, int publish, int request, int connections, int perAddress) {}

    /**
     * @param file a Salt master file, or null for defaults
     * @param environment {@code SALTERN_…} variables win over the file
     * @throws Problem.BadInput an option has a value that cannot be used; names file, line and option
     */
    public static Settings read(Path file, Map<String, String> environment) {
        return of(Options.read(file, environment), environment);
    }

    /** The folder used when {@code data} is not set: the system's for root, else the user's own. */
    public static Path defaultData(Map<String, String> environment, String name) {
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/lib", name);
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        String state = environment.getOrDefault("XDG_STATE_HOME", home + "/.local/state");
        return Path.of(state, name);
    }

    /** What a copy of this Saltern has to hold. */
    Backup.What backup() {
        List<Path> elsewhere = new ArrayList<>();
        elsewhere.add(master.pki());
        files.roots().values().forEach(elsewhere::addAll);
        return new Backup.What(data, elsewhere, upkeep.file());
    }

    static Settings of(Options options, Map<String, String> environment) {
        List<String> warnings = new ArrayList<>();
        Path data =
                path(options, "data", defaultData(environment, "saltern"))
                        .toAbsolutePath()
                        .normalize();
        Path pki = path(options, "pki_dir", data.resolve("pki"));
        int connections =
                options.number(
                        "max_connections", ConnectionLimits.DEFAULT.connections(), 1, 1_000_000);
        var ports =
                new Ports(
                        options.text("interface", "0.0.0.0"),
                        options.port("publish_port", 4505),
                        options.port("ret_port", 4506),
                        connections,
                        options.number(
                                "max_connections_per_address",
                                Math.max(1, connections / 2),
                                1,
                                1_000_000));
        var http =
                new HttpSettings(
                        options.text("http_address", "127.0.0.1"),
                        options.port("http_port", 8080),
                        options.flag("https_in_front", false),
                        HttpLimits.DEFAULT.withConnectionsPerAddress(
                                options.number(
                                        "http_connections_per_address",
                                        options.flag("https_in_front", false)
                                                ? 0
                                                : HttpLimits.DEFAULT.connectionsPerAddress(),
                                        0,
                                        1_000_000)));
        var settings =
                new Settings(
                        data,
                        ports,
                        database(options, data),
                        new AccessSettings(
                                options.seconds("session_idle", AccessSettings.DEFAULT.idle()),
                                options.seconds(
                                        "session_longest", AccessSettings.DEFAULT.longest())),
                        keys(options, pki),
                        files(options, data),
                        jobs(options, data),
                        master(options, pki, path(options, "cachedir", data.resolve("cache"))),
                        http,
                        nodegroups(options),
                        options.text("range_server", ""),
                        upkeep(options, options.file()),
                        logLevel(options),
                        warnings);
        fixed(options, warnings);
        warnings.addAll(options.warnings());
        return settings;
    }

    private static Path path(Options options, String option, Path otherwise) {
        return Path.of(options.text(option, otherwise.toString()));
    }

    private static DatabaseSettings database(Options options, Path data) {
        return new DatabaseSettings(
                options.text("database_url", "jdbc:h2:file:" + data.resolve("db/saltern")),
                options.text("database_user", ""),
                options.text("database_password", ""));
    }

    private static KeyPolicy keys(Options options, Path pki) {
        var autosigning =
                new KeyPolicy.Autosigning(
                        options.flag("auto_accept", false),
                        optional(options, "autosign_file"),
                        optional(options, "autoreject_file"),
                        optional(options, "autosign_grains_dir"),
                        pki.resolve("minions_autosign"),
                        Duration.ofMinutes(
                                options.number("autosign_timeout", 120, 0, Integer.MAX_VALUE)),
                        options.flag("permissive_pki_access", false));
        return new KeyPolicy(
                options.flag("open_mode", false),
                options.flag("strict_ids", true),
                options.number("minimum_auth_version", 3, 0, 3),
                options.number("max_minions", 0, 0, Integer.MAX_VALUE),
                autosigning,
                waiting(options));
    }

    private static KeyPolicy.Limits waiting(Options options) {
        KeyPolicy.Limits usual = KeyPolicy.Limits.DEFAULT;
        return new KeyPolicy.Limits(
                options.number("max_waiting_keys", usual.waiting(), 1, 1_000_000),
                options.number(
                        "max_waiting_keys_per_address", usual.waitingPerAddress(), 1, 1_000_000),
                usual.waitingAge(),
                usual.claimsPerHost());
    }

    private static Path optional(Options options, String option) {
        String path = options.text(option, "");
        return path.isEmpty() ? null : Path.of(path);
    }

    private static FileSettings files(Options options, Path data) {
        Map<String, List<Path>> roots = new LinkedHashMap<>();
        options.lists("file_roots")
                .forEach((env, folders) -> roots.put(env, folders.stream().map(Path::of).toList()));
        if (roots.isEmpty()) {
            roots.put("base", List.of(data.resolve("states")));
        }
        List<String> ignored = new ArrayList<>(FileSettings.VERSION_CONTROL);
        ignored.addAll(options.texts("file_ignore_regex"));
        return new FileSettings(
                roots,
                ignored,
                options.texts("file_ignore_glob"),
                options.text("hash_type", "sha256"),
                options.number("file_buffer_size", FileSettings.MEBIBYTE, 1, 16 << 20));
    }

    private static JobSettings jobs(Options options, Path data) {
        JobSettings usual = JobSettings.defaults();
        return new JobSettings(
                        options.seconds("keep_jobs_seconds", usual.keep()),
                        options.seconds("gather_job_timeout", usual.gather()),
                        usual.largestReturn(),
                        usual.waiting(),
                        usual.running(),
                        usual.startsPerSecond(),
                        options.seconds("timeout", usual.timeout()))
                .spillingTo(
                        data.resolve("spill/returns"),
                        MEBIBYTE * options.number("spill_most", 1024, 0, MOST_MEBIBYTES));
    }

    private static Upkeep upkeep(Options options, Path file) {
        var limits = SpaceLimits.DEFAULT;
        var space =
                new SpaceLimits(
                        mebibytes(options, "disk_free_uploads", limits.uploads()),
                        mebibytes(options, "disk_free_jobs", limits.jobs()),
                        mebibytes(options, "disk_free_returns", limits.returns()));
        return new Upkeep(file, space, options.text("metrics_token", ""), logFormat(options));
    }

    private static long mebibytes(Options options, String option, long otherwise) {
        return MEBIBYTE * options.number(option, (int) (otherwise / MEBIBYTE), 0, MOST_MEBIBYTES);
    }

    private static String logFormat(Options options) {
        String format = options.text("log_format", "text");
        if (!List.of("text", "logfmt", "json").contains(format)) {
            throw new Problem.BadInput(
                    "Unknown log format '" + Problem.shown(format) + "'",
                    options.where("log_format"),
                    "Use text, logfmt or json.");
        }
        return format;
    }

    private static MasterSettings master(Options options, Path pki, Path cache) {
        MasterSettings usual = MasterSettings.in(pki, cache);
        return new MasterSettings(
                pki,
                cache,
                options.number("keysize", usual.keyBits(), 2048, 16384),
                options.seconds("publish_session", usual.keyLife()),
                usual.grace(),
                options.flag("master_sign_pubkey", false),
                options.flag("zmq_filtering", false),
                options.seconds("request_server_ttl", usual.clockSkew()),
                options.flag("allow_minion_key_revoke", usual.keyRevoke()),
                signatures(options),
                states(options),
                options.number(
                        "sign_ins_per_address",
                        usual.signInsPerAddress(),
                        1,
                        MasterSettings.MOST_SIGN_INS));
    }

    private static MasterSettings.Signatures signatures(Options options) {
        MasterSettings.Signatures usual = MasterSettings.Signatures.DEFAULT;
        String name = options.text("publish_signing_algorithm", usual.publications().wireName());
        SigAlgorithm publications =
                SigAlgorithm.of(name)
                        .orElseThrow(
                                () ->
                                        new Problem.BadInput(
                                                "Unknown signing algorithm '"
                                                        + Problem.shown(name)
                                                        + "'",
                                                options.where("publish_signing_algorithm"),
                                                "Use PKCS1v15-SHA1 or PKCS1v15-SHA224."));
        return new MasterSettings.Signatures(
                publications,
                options.flag("require_minion_sign_messages", usual.required()),
                options.flag("drop_messages_signature_fail", usual.valid()));
    }

    private static StateSettings states(Options options) {
        StateSettings usual = StateSettings.DEFAULT;
        return new StateSettings(
                options.text("top_file_merging_strategy", usual.topFileMergingStrategy()),
                options.texts("env_order"),
                options.text("default_top", usual.defaultTop()),
                options.text("renderer", usual.renderer()),
                options.flag("failhard", usual.failhard()),
                options.text("state_top", usual.stateTop()),
                options.text("state_top_saltenv", usual.stateTopSaltenv()),
                options.flag("state_auto_order", usual.stateAutoOrder()),
                options.flag("state_events", usual.stateEvents()),
                options.flag("state_aggregate", usual.stateAggregate()),
                object(options, "jinja_env"),
                object(options, "jinja_sls_env"),
                options.flag("jinja_lstrip_blocks", usual.jinjaLstripBlocks()),
                options.flag("jinja_trim_blocks", usual.jinjaTrimBlocks()));
    }

    private static ObjectNode object(Options options, String option) {
        return options.object(option, Json.object());
    }

    private static Map<String, String> nodegroups(Options options) {
        Map<String, String> groups = new LinkedHashMap<>();
        options.lists("nodegroups")
                .forEach((name, words) -> groups.put(name, String.join(" ", words)));
        return groups;
    }

    private static String logLevel(Options options) {
        String level = options.text("log_level", "info");
        return switch (level) {
            case "quiet" -> "OFF";
            case "critical", "error" -> "ERROR";
            case "warning" -> "WARN";
            case "info", "profile" -> "INFO";
            case "debug" -> "DEBUG";
            case "trace", "garbage", "all" -> "TRACE";
            default ->
                    throw new Problem.BadInput(
                            "Unknown log level '" + Problem.shown(level) + "'",
                            options.where("log_level"),
                            "Use quiet, error, warning, info, debug or trace.");
        };
    }

    /** Options whose value Saltern does not leave open: given otherwise, they are named. */
    private static void fixed(Options options, List<String> warnings) {
        if (!options.flag("sign_pub_messages", true)) {
            warnings.add(
                    options.where("sign_pub_messages")
                            + ": publications are always signed, 'sign_pub_messages: False' has no"
                            + " effect.");
        }
        if (!options.flag("rotate_aes_key", true)) {
            warnings.add(
                    options.where("rotate_aes_key")
                            + ": the key is always changed when a host is removed, 'rotate_aes_key:"
                            + " False' has no effect.");
        }
        String me = System.getProperty("user.name");
        if (!options.text("user", me).equals(me)) {
            warnings.add(
                    options.where("user")
                            + ": Saltern runs as the user who starts it ("
                            + me
                            + "); the option 'user' has no effect.");
        }
    }
}
