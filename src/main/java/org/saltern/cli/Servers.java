package org.saltern.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.saltern.base.Problem;

/** Finds the server a command is meant for, and a token for it. */
final class Servers {
    private final Terminal terminal;
    private final List<Path> dataFolders;

    /** @param dataFolders where a server of this user may keep its data; the first with a token file wins */
    Servers(Terminal terminal, List<Path> dataFolders) {
        this.terminal = terminal;
        this.dataFolders = List.copyOf(dataFolders);
    }

    /**
     * Options come first, then the environment, then what {@code login} stored, then a server of this user on this machine.
     *
     * @throws Problem.NotFound nothing names a server, or no token is known for it
     */
    Access find(ServerOptions options) {
        Optional<URI> url = url(options);
        Optional<String> token = first(options.token, "SALTERN_TOKEN");
        if (token.isPresent()) {
            return new Access(
                    url.orElseGet(() -> stored(null).map(Access::url).orElseThrow(this::nowhere)),
                    token.get(),
                    false);
        }
        Optional<String> user = first(options.user, "SALTERN_USER");
        if (user.isPresent()) {
            URI server =
                    url.orElseGet(() -> stored(null).map(Access::url).orElseThrow(this::nowhere));
            return new Access(
                    server, Api.login(server, user.get(), password(options, user.get())), true);
        }
        return stored(url.orElse(null))
                .orElseThrow(() -> url.map(this::strange).orElseGet(this::nowhere));
    }

    /** The address that options, environment or a token file name. */
    URI address(ServerOptions options) {
        return url(options).or(() -> stored(null).map(Access::url)).orElseThrow(this::nowhere);
    }

    /** The password given, or asked for. */
    String password(ServerOptions options, String user) {
        return first(options.password, "SALTERN_PASSWORD")
                .or(() -> terminal.secrets().apply("Password of " + user + ": "))
                .orElseThrow(
                        () ->
                                new Problem.BadInput(
                                        "No password is given",
                                        "SALTERN_PASSWORD",
                                        "Set it in the environment, or run this on a terminal to be"
                                                + " asked."));
    }

    /** The user given, or asked for. */
    String user(ServerOptions options) {
        return first(options.user, "SALTERN_USER")
                .or(() -> terminal.ask("User: "))
                .orElseThrow(
                        () ->
                                new Problem.BadInput(
                                        "No user is given",
                                        "--user",
                                        "Name the user with --user."));
    }

    private Optional<URI> url(ServerOptions options) {
        return Optional.ofNullable(options.url)
                .or(() -> terminal.variable("SALTERN_URL").map(Servers::address));
    }

    /** @param url only for this address; null for any */
    private Optional<Access> stored(URI url) {
        return Stream.concat(
                        Stream.of(TokenFile.ofUser(terminal)),
                        dataFolders.stream().map(TokenFile::ofServer))
                .map(TokenFile::read)
                .flatMap(Optional::stream)
                .filter(access -> url == null || access.url().equals(url))
                .findFirst();
    }

    private Optional<String> first(String option, String variable) {
        return Optional.ofNullable(option).or(() -> terminal.variable(variable));
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Problem.BadInput(
                    "This is no address: " + Problem.shown(text),
                    "SALTERN_URL",
                    "Use http://host:port.",
                    e);
        }
    }

    private Problem.NotFound nowhere() {
        return new Problem.NotFound(
                "No running server of yours is found on this machine",
                "looked for cli-token in " + dataFolders,
                "Start one with 'saltern serve' or 'saltern demo', or name one with --url and sign"
                        + " in with 'saltern login'.");
    }

    private Problem.NotFound strange(URI url) {
        return new Problem.NotFound(
                "No token is known for " + url,
                url.toString(),
                "Sign in with 'saltern login --url " + url + "', or give --user.");
    }
}
