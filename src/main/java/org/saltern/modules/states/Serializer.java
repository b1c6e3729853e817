package org.saltern.modules.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saltern.base.Json;
import org.saltern.modules.Call;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Templates;
import org.saltern.modules.Values;
import org.saltern.yaml.Yaml;

/** The forms in which {@code file.serialize} writes data, as Python's libraries lay them out. */
interface Serializer {
    /** The text without the line feed that ends the file. */
    String write(JsonNode data);

    /** What a file holds. @throws ModuleError.Failed it cannot be read */
    Optional<JsonNode> read(String text, String where);

    /** Empty when there is no such form. @param options {@code indent}, {@code sort_keys} … */
    static Optional<Serializer> of(String name, JsonNode options, Call call) {
        return switch (name) {
            case "json" -> Optional.of(new PythonJson(options));
            case "yaml" -> Optional.of(new PythonYaml(options, call));
            case "configparser" -> Optional.of(new Ini());
            case "python" -> Optional.of(new PythonText());
            default -> Optional.empty();
        };
    }

    /** {@code json.dumps}: two blanks of indentation and sorted keys unless told otherwise. */
    record PythonJson(JsonNode options) implements Serializer {
        @Override
        public String write(JsonNode data) {
            JsonNode indent = options.path("indent");
            int by =
                    indent.isMissingNode()
                            ? 2
                            : indent.isNull() ? -1 : Integer.parseInt(Values.asText(indent));
            var out = new StringBuilder();
            put(out, data, by, 0);
            return out.toString();
        }

        private void put(StringBuilder out, JsonNode node, int by, int depth) {
            if (node.isObject() && !node.isEmpty()) {
                List<String> keys = new ArrayList<>();
                node.fieldNames().forEachRemaining(keys::add);
                boolean sort = !options.has("sort_keys") || Values.isTrue(options.get("sort_keys"));
                if (sort) {
                    Collections.sort(keys);
                }
                String open = "{";
                for (String key : keys) {
                    out.append(open);
                    line(out, by, depth + 1, open.equals("{"));
                    out.append(Values.text(key)).append(": ");
                    put(out, node.get(key), by, depth + 1);
                    open = ",";
                }
                line(out, by, depth, true);
                out.append('}');
            } else if (node.isArray() && !node.isEmpty()) {
                String open = "[";
                for (JsonNode item : node) {
                    out.append(open);
                    line(out, by, depth + 1, open.equals("["));
                    put(out, item, by, depth + 1);
                    open = ",";
                }
                line(out, by, depth, true);
                out.append(']');
            } else {
                out.append(node.isDouble() ? Values.shown(node) : node.toString());
            }
        }

        private static void line(StringBuilder out, int by, int depth, boolean first) {
            if (by >= 0) {
                out.append('\n').append(" ".repeat(by * depth));
            } else if (!first) {
                out.append(' ');
            }
        }

        @Override
        public Optional<JsonNode> read(String text, String where) {
            try {
                return text.isBlank() ? Optional.empty() : Optional.of(Json.parse(text));
            } catch (RuntimeException e) {
                throw new ModuleError.Failed(where + " is not JSON", e);
            }
        }
    }

    /** {@code yaml.dump}, as templates have it in their filter {@code yaml}; block style unless told otherwise. */
    record PythonYaml(JsonNode options, Call call) implements Serializer {
        @Override
        public String write(JsonNode data) {
            boolean flow = Values.isTrue(options.path("default_flow_style"));
            ObjectNode variables = Json.object();
            variables.set("data", data);
            try {
                return call.context()
                        .templates()
                        .render(
                                call.context(),
                                new Templates.Template(
                                        "jinja",
                                        "{{ data|yaml(" + (flow ? "True" : "False") + ") }}",
                                        "",
                                        call.context().state().environment(),
                                        variables))
                        .replaceFirst("\n$", "");
            } catch (IOException e) {
                throw new ModuleError.Failed("The data cannot be written as YAML", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ModuleError.Failed("The job was killed", e);
            }
        }

        @Override
        public Optional<JsonNode> read(String text, String where) {
            return Optional.of(Yaml.read(text, where));
        }
    }

    /** {@code configparser}: sections of {@code key = value}. */
    record Ini() implements Serializer {
        @Override
        public String write(JsonNode data) {
            var out = new StringBuilder();
            for (Map.Entry<String, JsonNode> section : data.properties()) {
                out.append('[').append(section.getKey()).append("]\n");
                for (Map.Entry<String, JsonNode> e : section.getValue().properties()) {
                    String value = Values.asText(e.getValue()).replace("\n", "\n\t");
                    out.append(e.getKey().toLowerCase(java.util.Locale.ROOT))
                            .append(" = ")
                            .append(value)
                            .append('\n');
                }
                out.append('\n');
            }
            return out.toString();
        }

        @Override
        public Optional<JsonNode> read(String text, String where) {
            ObjectNode out = Json.object();
            ObjectNode section = null;
            for (String raw : text.lines().toList()) {
                String line = raw.strip();
                if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                    continue;
                }
                if (line.startsWith("[") && line.endsWith("]")) {
                    section = out.withObjectProperty(line.substring(1, line.length() - 1));
                    continue;
                }
                int at = line.indexOf('=') < 0 ? line.indexOf(':') : line.indexOf('=');
                if (section == null || at < 1) {
                    throw new ModuleError.Failed(where + " is not an ini file: " + line);
                }
                section.put(
                        line.substring(0, at).strip().toLowerCase(java.util.Locale.ROOT),
                        line.substring(at + 1).strip());
            }
            return Optional.of(out);
        }
    }

    /** {@code repr}, on one line as long as it fits; keys sorted. */
    record PythonText() implements Serializer {
        @Override
        public String write(JsonNode data) {
            return Values.shown(sorted(data));
        }

        private static JsonNode sorted(JsonNode node) {
            if (node.isArray()) {
                var out = Json.array();
                node.forEach(n -> out.add(sorted(n)));
                return out;
            }
            if (!node.isObject()) {
                return node;
            }
            ObjectNode out = Json.object();
            node.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(e -> out.set(e.getKey(), sorted(e.getValue())));
            return out;
        }

        @Override
        public Optional<JsonNode> read(String text, String where) {
            throw new ModuleError.Failed(
                    "merge_if_exists is not supported for the python serializer");
        }
    }
}
