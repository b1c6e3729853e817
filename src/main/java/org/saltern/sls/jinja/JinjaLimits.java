package org.saltern.sls.jinja;

import java.time.Duration;

/**
 * What one rendering may use before it ends with an error.
 *
 * @param time CPU time of the rendering thread
 * @param output characters of output, of any single string, and of all captured blocks
 * @param steps rounds of loops, in statements as well as in filters
 * @param depth nested macro calls, includes and recursive loops
 */
public record JinjaLimits(Duration time, int output, long steps, int depth) {
    /** 5 s of CPU, 10 MiB of output, a million rounds, 200 levels. */
    public static final JinjaLimits USUAL =
            new JinjaLimits(Duration.ofSeconds(5), 10 * 1024 * 1024, 1_000_000, 200);

    /** The longest range that the sandbox allows, as in Jinja2. */
    public static final int LONGEST_RANGE = 100_000;
}
