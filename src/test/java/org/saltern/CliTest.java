package org.saltern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
    @TempDir Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void a_port_in_use_is_named_with_what_to_do() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Path config =
                    write(
                            "data: "
                                    + folder
                                    + "/data\ninterface: 127.0.0.1\nkeysize: 2048\npublish_port: "
                                    + port
                                    + "\nret_port: 0\nhttp_port: 0\n");
            assertThat(run("serve", "--config", config.toString())).isEqualTo(2);
            assertThat(err.toString()).contains(port, "where:", "fix:");
        }
    }

    @Test
    void a_missing_settings_file_is_named() {
        assertThat(run("serve", "--config", folder + "/none.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml");
    }

    @Test
    void a_wrong_setting_is_named_with_file_and_line() throws IOException {
        Path config = write("data: " + folder + "/data\nhttp_port: eighty\n");
        assertThat(run("serve", "--config", config.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("http_port", "eighty", config + ":2");
    }

    @Test
    void an_id_that_could_be_a_path_is_refused() {
        assertThat(
                        run(
                                "minion",
                                "--id",
                                "../x",
                                "--master",
                                "127.0.0.1",
                                "--data",
                                folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("../x");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_port_beyond_all_ports_is_refused() {
        assertThat(
                        run(
                                "minion",
                                "--id",
                                "web1",
                                "--master",
                                "127.0.0.1:70000",
                                "--data",
                                folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("70000", "--master");
    }

    @Test
    void an_unknown_command_lists_those_there_are() {
        assertThat(run("sevre")).isEqualTo(2);
        assertThat(err.toString()).contains("sevre", "serve");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("saltern.yaml"), text);
    }

    private int run(String... arguments) {
        CommandLine commands = Cli.commands();
        commands.setErr(new PrintWriter(err, true));
        commands.getSubcommands()
                .values()
                .forEach(command -> command.setErr(new PrintWriter(err, true)));
        return commands.execute(arguments);
    }
}
