package org.saltern.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.yaml.Yaml;

/** What a reply is written as. */
enum Media {
    JSON("application/json") {
        @Override
        String text(JsonNode tree) {
            return Json.text(tree);
        }
    },
    YAML("application/x-yaml") {
        @Override
        String text(JsonNode tree) {
            return Yaml.write(tree);
        }
    };

    private final String type;

    Media(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    abstract String text(JsonNode tree);

    /**
     * The first type of an {@code Accept} header that can be written; JSON when there is none.
     *
     * @throws Refusal 406 none of them can
     */
    static Media of(String accept) {
        if (accept == null || accept.isBlank()) {
            return JSON;
        }
        for (String range : accept.split(",")) {
            switch (range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
                case "application/json", "application/*", "*/*" -> {
                    return JSON;
                }
                case "application/x-yaml", "application/yaml", "text/yaml" -> {
                    return YAML;
                }
                default -> {}
            }
        }
        throw Refusal.notAcceptable(
                "Your client sent this Accept header: "
                        + Problem.shown(accept)
                        + ". But this resource only emits these media types: application/json,"
                        + " application/x-yaml.");
    }
}
