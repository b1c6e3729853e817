package org.saltern.sls.template;

/** One text in YAML's quotes, on one line as long as it takes, as PyYAML's emitter writes it. */
final class YamlQuotes {
    private YamlQuotes() {}

    static String twice(String text) {
        var out = new StringBuilder("\"");
        text.codePoints()
                .forEach(
                        c -> {
                            String named =
                                    switch (c) {
                                        case 0 -> "\\0";
                                        case 7 -> "\\a";
                                        case 8 -> "\\b";
                                        case 9 -> "\\t";
                                        case 10 -> "\\n";
                                        case 11 -> "\\v";
                                        case 12 -> "\\f";
                                        case 13 -> "\\r";
                                        case 27 -> "\\e";
                                        case '"' -> "\\\"";
                                        case '\\' -> "\\\\";
                                        case 0x85 -> "\\N";
                                        case 0xa0 -> "\\_";
                                        case 0x2028 -> "\\L";
                                        case 0x2029 -> "\\P";
                                        default -> null;
                                    };
                            if (named != null) {
                                out.append(named);
                            } else if (c >= 0x20 && c <= 0x7e) {
                                out.appendCodePoint(c);
                            } else {
                                out.append(
                                        String.format(
                                                c < 0x100
                                                        ? "\\x%02X"
                                                        : c < 0x10000 ? "\\u%04X" : "\\U%08X",
                                                c));
                            }
                        });
        return out.append('"').toString();
    }

    /** Line feeds are doubled, as in a folded text. */
    static String once(String text) {
        var out = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                out.append("''");
            } else if (c == '\n') {
                boolean first = i == 0 || text.charAt(i - 1) != '\n';
                out.append(first ? "\n\n" : "\n");
            } else {
                out.append(c);
            }
        }
        return out.append('\'').toString();
    }
}
