package org.saltern.hosts;

import java.util.Arrays;
import org.saltern.base.Problem;

/** The ways to name hosts, with the word each has on the wire and in the API. */
public enum TargetType {
    GLOB("glob"),
    PCRE("pcre"),
    LIST("list"),
    GRAIN("grain"),
    GRAIN_PCRE("grain_pcre"),
    PILLAR("pillar"),
    PILLAR_PCRE("pillar_pcre"),
    PILLAR_EXACT("pillar_exact"),
    IPCIDR("ipcidr"),
    RANGE("range"),
    COMPOUND("compound"),
    NODEGROUP("nodegroup");

    private final String wireName;

    TargetType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** @throws Problem.BadInput no such type; lists those there are */
    public static TargetType of(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem.BadInput(
                                        Problem.text(
                                                "Unknown target type '{0}'",
                                                Problem.shown(wireName)),
                                        "tgt_type",
                                        Problem.text(
                                                "Use one of {0}.",
                                                Arrays.stream(values())
                                                        .map(TargetType::wireName)
                                                        .toList())));
    }
}
