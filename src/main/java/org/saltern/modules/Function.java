package org.saltern.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One execution function: its name, what it takes, what it says about itself, and what it does. The same declaration
 * answers {@code sys.doc}, {@code sys.argspec} and the check of a call's arguments.
 *
 * @param name {@code module.function}
 * @param doc plain text for people; first line says what it does
 * @param parameters named parameters in order; those with a default come last
 * @param takesMore further positional arguments are accepted ({@code *args})
 * @param takesKeywords further keyword arguments are accepted ({@code **kwargs})
 * @param support what does the work and where that was seen; for the documentation
 */
public record Function(
        String name,
        String doc,
        List<Parameter> parameters,
        boolean takesMore,
        boolean takesKeywords,
        Support support,
        Body body) {
    /** A named parameter; without a default it must be given. */
    public record Parameter(String name, Optional<JsonNode> byDefault) {}

    /** What the function does. */
    @FunctionalInterface
    public interface Body {
        /** @return the answer, never null ({@link NullNode} for none) */
        JsonNode run(Call call) throws Exception;
    }

    public Function {
        parameters = List.copyOf(parameters);
    }

    /** This function with another body, for example one that a test host answers. */
    public Function with(Body other) {
        return new Function(name, doc, parameters, takesMore, takesKeywords, support, other);
    }

    /** The part before the dot. */
    public String module() {
        return name.substring(0, name.indexOf('.'));
    }

    /** The part after the dot. */
    public String shortName() {
        return name.substring(name.indexOf('.') + 1);
    }

    Optional<Parameter> parameter(String wanted) {
        return parameters.stream().filter(p -> p.name().equals(wanted)).findFirst();
    }

    /** Begins a declaration; {@link Builder#runs} ends it. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects a declaration from left to right. */
    public static final class Builder {
        private final String name;
        private String doc = "";
        private final List<Parameter> parameters = new ArrayList<>();
        private boolean takesMore;
        private boolean takesKeywords;
        private Support support = Support.ITSELF;

        private Builder(String name) {
            if (name.indexOf('.') < 1) {
                throw new IllegalArgumentException("A function is named module.function: " + name);
            }
            this.name = name;
        }

        public Builder doc(String text) {
            doc = text.strip();
            return this;
        }

        /** What does the work, and where that was seen; {@link Support#ITSELF} unless said. */
        public Builder by(Support what) {
            support = what;
            return this;
        }

        /** Must be given. */
        public Builder arg(String parameter) {
            parameters.add(new Parameter(parameter, Optional.empty()));
            return this;
        }

        /** May be left out; is then null. */
        public Builder opt(String parameter) {
            return opt(parameter, NullNode.instance);
        }

        public Builder opt(String parameter, String byDefault) {
            return opt(parameter, TextNode.valueOf(byDefault));
        }

        public Builder opt(String parameter, boolean byDefault) {
            return opt(parameter, BooleanNode.valueOf(byDefault));
        }

        public Builder opt(String parameter, int byDefault) {
            return opt(parameter, IntNode.valueOf(byDefault));
        }

        public Builder opt(String parameter, double byDefault) {
            return opt(parameter, DoubleNode.valueOf(byDefault));
        }

        public Builder opt(String parameter, JsonNode byDefault) {
            parameters.add(new Parameter(parameter, Optional.of(byDefault)));
            return this;
        }

        /** Further positional arguments, see {@link Call#more}. */
        public Builder more() {
            takesMore = true;
            return this;
        }

        /** Further keyword arguments, see {@link Call#keywords}. */
        public Builder keywords() {
            takesKeywords = true;
            return this;
        }

        /**
         * All parameters at once, in Python's notation: {@code "cmd, cwd=None, timeout=5, shell='/bin/sh', *args,
         * **kwargs"}. Defaults are None, True, False, whole or decimal numbers, and quoted text without commas.
         */
        public Builder takes(String signature) {
            for (String word : signature.split(",")) {
                String part = word.strip();
                int equals = part.indexOf('=');
                if (part.startsWith("**")) {
                    keywords();
                } else if (part.startsWith("*")) {
                    more();
                } else if (equals < 0) {
                    arg(part);
                } else {
                    opt(part.substring(0, equals), literal(part.substring(equals + 1)));
                }
            }
            return this;
        }

        private static JsonNode literal(String text) {
            return switch (text) {
                case "None" -> NullNode.instance;
                case "True" -> BooleanNode.TRUE;
                case "False" -> BooleanNode.FALSE;
                default -> {
                    if (text.startsWith("'")) {
                        yield TextNode.valueOf(text.substring(1, text.length() - 1));
                    }
                    yield text.contains(".")
                            ? DoubleNode.valueOf(Double.parseDouble(text))
                            : Values.of(Long.parseLong(text));
                }
            };
        }

        public Function runs(Body body) {
            return new Function(name, doc, parameters, takesMore, takesKeywords, support, body);
        }
    }
}
