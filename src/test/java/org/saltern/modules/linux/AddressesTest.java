package org.saltern.modules.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.saltern.modules.LocalMachine;

class AddressesTest {
    @Test
    void an_address_is_written_in_digits_only() {
        assertThat(Addresses.literal("10.0.0.1")).isPresent();
        assertThat(Addresses.literal("fe80::1")).isPresent();
        assertThat(Addresses.literal("localhost")).isEmpty();
        assertThat(Addresses.literal("10.0.0.256")).isEmpty();
        assertThat(Addresses.literal("10.1")).isEmpty();
    }

    @Test
    void the_longest_run_of_zeros_is_shortened() {
        assertThat(Addresses.shortened("fe80:0:0:0:fc:ff:fe00:1")).isEqualTo("fe80::fc:ff:fe00:1");
        assertThat(Addresses.shortened("0:0:0:0:0:0:0:1")).isEqualTo("::1");
        assertThat(Addresses.shortened("2001:db8:0:1:1:1:1:1")).isEqualTo("2001:db8:0:1:1:1:1:1");
    }

    @Property(tries = 300)
    void a_shortened_address_is_still_the_same(@ForAll @Size(16) byte[] bytes) throws Exception {
        bytes[0] |= 0x20; // not an IPv4 address in disguise, which Java would turn into one
        InetAddress address = InetAddress.getByAddress(bytes);
        assertThat(Addresses.literal(Addresses.shortened(address.getHostAddress())))
                .contains(address);
    }

    @Property(tries = 300)
    void a_network_holds_every_address_it_was_made_of(
            @ForAll @Size(4) byte[] bytes, @ForAll @IntRange(max = 32) int prefix)
            throws Exception {
        InetAddress address = InetAddress.getByAddress(bytes);
        Addresses.Network network =
                Addresses.network(address.getHostAddress() + "/" + prefix).orElseThrow();
        assertThat(network.holds(address)).isTrue();
        assertThat(network.holds(InetAddress.getByName(Addresses.broadcast(network)))).isTrue();
    }

    @Property(tries = 300)
    void any_text_is_a_network_or_is_not_but_never_breaks(@ForAll String text) {
        assertThat(Addresses.network(text))
                .satisfiesAnyOf(
                        n -> assertThat(n).isEmpty(),
                        n -> assertThat(n.orElseThrow().prefix()).isNotNegative());
    }

    @Test
    void interfaces_that_ip_cannot_describe_are_asked_elsewhere() {
        assertThat(Interfaces.parsed("BusyBox: no such option")).isEmpty();
        assertThat(Interfaces.parsed("[]")).isEmpty();
        assertThat(
                        Interfaces.parsed(
                                        "[{\"ifname\": \"eth0\", \"flags\": [\"UP\"], \"addr_info\": [{\"local\": \"10.0.0.1\", \"prefixlen\": 8}]}]")
                                .orElseThrow()
                                .get(0)
                                .v4())
                .hasSize(1);
    }

    @Test
    void without_ip_the_jdk_tells_the_same_of_the_loopback_interface() {
        Interfaces.Interface lo =
                Interfaces.seenByJava().stream()
                        .filter(i -> i.name().equals("lo"))
                        .findFirst()
                        .orElseThrow();
        Interfaces.Interface same =
                Interfaces.of(new Proc(new LocalMachine())).stream()
                        .filter(i -> i.name().equals("lo"))
                        .findFirst()
                        .orElseThrow();
        assertThat(lo.mac()).isEqualTo(same.mac());
        assertThat(lo.v4().get(0).ip()).isEqualTo("127.0.0.1");
        assertThat(lo.v4().get(0).prefix()).isEqualTo(same.v4().get(0).prefix());
        assertThat(lo.up()).isTrue();
    }
}
