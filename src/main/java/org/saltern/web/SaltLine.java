package org.saltern.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.Call;
import org.saltern.jobs.Job;

/** A job as one would type it on a Salt master; the options are those of the {@code salt} command. */
final class SaltLine {
    private static final Map<TargetType, String> OPTIONS =
            Map.of(
                    TargetType.PCRE, "-E",
                    TargetType.LIST, "-L",
                    TargetType.GRAIN, "-G",
                    TargetType.GRAIN_PCRE, "-P",
                    TargetType.PILLAR, "-I",
                    TargetType.PILLAR_PCRE, "-J",
                    TargetType.IPCIDR, "-S",
                    TargetType.RANGE, "-R",
                    TargetType.COMPOUND, "-C",
                    TargetType.NODEGROUP, "-N");

    private static final int LONGEST = 4_000;

    private SaltLine() {}

    static String of(Job job) {
        return of(job.target(), job.calls().getFirst(), job.timeout());
    }

    /** Empty when the command has no option for this kind of target, or the line would be too long to be typed. */
    static String of(Target target, Call call, Duration timeout) {
        if (target.type() == TargetType.PILLAR_EXACT) {
            return "";
        }
        List<String> words = new ArrayList<>(List.of("salt", "-t", "" + timeout.toSeconds()));
        if (target.type() != TargetType.GLOB) {
            words.add(OPTIONS.get(target.type()));
        }
        words.add(quoted(target.expression()));
        words.add(quoted(call.function()));
        JobModel.arguments(call).forEach(word -> words.add(quoted(word)));
        String line = PlainText.of(String.join(" ", words));
        return line.length() > LONGEST ? "" : line;
    }

    /** As a shell takes it for one word. */
    static String quoted(String word) {
        boolean isPlain = word.matches("[\\p{L}\\p{N}_./:=@%+,-]+");
        return isPlain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
