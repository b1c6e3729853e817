package org.saltern.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.Json;
import org.saltern.crypto.Crypticle;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.crypto.SessionKey;

/** Recorded traffic between unmodified Salt daemons; every key in it was made for the recording. */
final class Golden {
    static final List<String> FILES =
            List.of(
                    "3006.0/v2.json",
                    "3006.0/v2-auth-refusals.json",
                    "3006.16/v3.json",
                    "3006.16/v3-sha224-signed.json");

    private final JsonNode file;

    Golden(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/wire/" + name)) {
            file = Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** One recorded message. {@code request} is the message it replies to, null for requests and publications. */
    record Message(JsonNode entry, Message request) {
        String kind() {
            return entry.path("kind").asText();
        }

        /** The last frame. */
        byte[] payload() {
            JsonNode frames = entry.path("frames");
            return Base64.getDecoder().decode(frames.get(frames.size() - 1).asText());
        }

        /** What the recording says is inside. */
        JsonNode load() {
            return untyped(entry.path("load"));
        }

        String name() {
            return entry.path("n").asInt() + " " + entry.path("scenario").asText() + " " + kind();
        }
    }

    List<Message> messages() {
        Map<Integer, Message> asked = new HashMap<>();
        List<Message> messages = new ArrayList<>();
        for (JsonNode entry : file.path("messages")) {
            int connection = entry.path("conn").asInt();
            Message message = new Message(entry, asked.get(connection));
            if (entry.path("direction").asText().equals("to-master")) {
                message = new Message(entry, null);
                asked.put(connection, message);
            }
            messages.add(message);
        }
        return messages;
    }

    RsaPrivateKey rsa(String owner) {
        return RsaPrivateKey.parse(file.path("rsa").path(owner).path("pem").asText());
    }

    String publicPem(String owner) {
        return file.path("rsa").path(owner).path("pub").asText();
    }

    /** The private keys of the minions in the recording. */
    Map<String, RsaPrivateKey> minions() {
        Map<String, RsaPrivateKey> keys = new HashMap<>();
        file.path("rsa").fieldNames().forEachRemaining(n -> keys.put(n, rsa(n)));
        keys.remove("master");
        return keys;
    }

    Crypticle crypticle(String name) {
        return SessionKey.of(file.path("symmetric").path(name).asText()).crypticle();
    }

    boolean isSymmetric(SessionKey key) {
        for (JsonNode text : file.path("symmetric")) {
            if (text.asText().equals(key.text())) {
                return true;
            }
        }
        return false;
    }

    /** The recording writes raw bytes that are not text as {@code {"$raw": base64}}. */
    private static JsonNode untyped(JsonNode node) {
        if (node.has("$raw")) {
            return JsonNodeFactory.instance.binaryNode(
                    Base64.getDecoder().decode(node.get("$raw").asText()));
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> copy.add(untyped(item)));
            return copy;
        }
        if (node instanceof ObjectNode map) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            map.properties().forEach(f -> copy.set(f.getKey(), untyped(f.getValue())));
            return copy;
        }
        return node;
    }
}
