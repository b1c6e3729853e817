package org.saltern.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** Which server, and who asks; every client command takes these. */
final class ServerOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the server, for example http://127.0.0.1:8080 (SALTERN_URL).")
    URI url;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            description = "Sign in as this user (SALTERN_USER); asks for the password.")
    String user;

    @Option(
            names = "--password",
            paramLabel = "WORD",
            description =
                    "The password. Others on this machine can see it in the process list:"
                            + " SALTERN_PASSWORD is better.")
    String password;

    @Option(
            names = "--token",
            paramLabel = "HEX",
            description = "A token instead of user and password (SALTERN_TOKEN).")
    String token;
}
