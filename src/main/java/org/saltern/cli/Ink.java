package org.saltern.cli;

/** The colours Salt's outputters use, with their terminal codes. */
enum Ink {
    GREEN("0;32"),
    CYAN("0;36"),
    RED("0;31"),
    LIGHT_RED("0;1;31"),
    LIGHT_YELLOW("0;1;33");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    /** The sequence that begins this colour. */
    String on() {
        return "\u001b[" + code + "m";
    }
}
