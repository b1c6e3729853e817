package org.saltern.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/** One Jinja case. */
final class JinjaCase {
    private JinjaCase() {}

    /** The first difference; empty when it passed. */
    static Optional<String> run(JsonNode one) {
        return Optional.of("Jinja cases are not run yet: " + one.path("name").asText());
    }
}
