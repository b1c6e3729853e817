package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFunctionsTest {
    @TempDir private Path folder;
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion = new TestMinion(folder);
    }

    @Test
    void the_loopback_interface_is_there() {
        JsonNode lo = minion.answer("network.interfaces").path("lo");
        assertThat(lo.path("up").asBoolean()).isTrue();
        assertThat(lo.path("inet").path(0).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(lo.path("inet").path(0).path("netmask").asText()).isEqualTo("255.0.0.0");
        assertThat(minion.answer("network.hw_addr", "lo").asText()).isEqualTo("00:00:00:00:00:00");
    }

    @Test
    void an_unknown_interface_is_answered_with_those_that_are_there() {
        assertThat(minion.answer("network.hw_addr", "no0").asText())
                .startsWith("Interface \"no0\" not in available interfaces: ")
                .contains("\"lo\"");
    }

    @Test
    void loopback_addresses_are_left_out_unless_asked_for() {
        assertThat(minion.answer("network.ip_addrs").toString()).doesNotContain("127.0.0.1");
        assertThat(
                        minion.answer(
                                "network.ip_addrs",
                                keywords(
                                        "{\"include_loopback\": true, \"cidr\": \"127.0.0.0/8\"}")))
                .isEqualTo(json("[\"127.0.0.1\"]"));
        assertThat(minion.answer("network.in_subnet", "127.0.0.0/8").asBoolean()).isTrue();
        assertThat(minion.answer("network.in_subnet", "255.0.0.0/8").asBoolean()).isFalse();
    }

    @Test
    void networks_are_calculated() {
        assertThat(minion.answer("network.calc_net", "172.17.0.5", "255.255.255.240").asText())
                .isEqualTo("172.17.0.0/28");
        assertThat(minion.answer("network.calc_net", "2001:db8::5/64").asText())
                .isEqualTo("2001:db8::/64");
        assertThat(minion.answer("network.convert_cidr", "10.0.0.5/8"))
                .isEqualTo(
                        json(
                                "{\"network\": \"10.0.0.0\", \"netmask\": \"255.0.0.0\", \"broadcast\": \"10.255.255.255\"}"));
        assertThat(minion.answer("network.ip_in_subnet", "10.1.2.3", "10.0.0.0/8").asBoolean())
                .isTrue();
        assertThat(minion.answer("network.is_private", "8.8.8.8").asBoolean()).isFalse();
        assertThat(minion.answer("network.is_private", "fd00::1").asBoolean()).isTrue();
        assertThat(minion.answer("network.reverse_ip", "1.2.3.4").asText())
                .isEqualTo("4.3.2.1.in-addr.arpa");
        assertThat(minion.answer("network.iphexval", "10.1.2.3").asText()).isEqualTo("0A010203");
    }

    @Test
    void a_host_name_is_no_address_and_is_never_looked_up() {
        assertThat(minion.answer("network.is_loopback", "localhost").asText())
                .contains("'localhost' does not appear to be an IPv4 or IPv6 address");
        assertThat(minion.answer("network.ip_in_subnet", "10.1.2.3", "10.0.0.0/99").asText())
                .contains("does not appear");
    }

    @Test
    void a_connection_is_tried() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            assertThat(
                            minion.answer("network.connect", "127.0.0.1", port)
                                    .path("result")
                                    .asBoolean())
                    .isTrue();
        }
        Outcome closed = minion.call("network.connect", "127.0.0.1", port);
        assertThat(closed.value().path("comment").asText())
                .isEqualTo("Unable to connect to 127.0.0.1 (127.0.0.1) on tcp port " + port);
        assertThat(closed.retcode()).isEqualTo(1);
    }

    @Test
    void an_option_in_place_of_a_host_name_is_refused() {
        assertThat(minion.answer("network.ping", "-f").asText())
                .contains("Not a host name or address: -f");
    }

    @Test
    void an_established_connection_is_listed() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new java.net.Socket(server.getInetAddress(), server.getLocalPort())) {
            assertThat(minion.answer("network.active_tcp"))
                    .anySatisfy(
                            c ->
                                    assertThat(c.path("remote_port").asInt())
                                            .isEqualTo(client.getPort()));
        }
    }

    @Test
    void the_default_route_is_one_of_the_routes() {
        for (JsonNode route : minion.answer("network.default_route", "inet")) {
            assertThat(minion.answer("network.routes", "inet")).contains(route);
            assertThat(route.path("destination").asText()).isEqualTo("0.0.0.0");
        }
        assertThat(minion.answer("network.routes", "ipx").asText())
                .contains("Invalid address family ipx");
    }
}
