package org.saltern.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.saltern.base.Json;
import org.saltern.base.Problem;

class NetworkTest {
    /** Made by Python 3.11: {@code ipaddress.ip_address(text)}, else {@code ip_network(text)}, else null. */
    @Test
    void reads_addresses_and_networks_as_python_does() throws IOException {
        JsonNode cases = Json.MAPPER.readTree(getClass().getResource("/targets/network.json"));
        var wrong = new ArrayList<String>();
        for (JsonNode c : cases) {
            String read = read(c.get(0).textValue());
            String expected = c.get(1).isNull() ? "none" : described(c.get(1));
            if (!read.equals(expected)) {
                wrong.add(c + " read as " + read);
            }
        }
        assertThat(cases.size()).isGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    private static String described(JsonNode network) {
        return "IPv" + network.get(0) + " " + network.get(1).textValue() + "/" + network.get(2);
    }

    private static String read(String text) {
        try {
            return Network.parse(text).toString();
        } catch (Problem.BadInput none) {
            return "none";
        }
    }
}
