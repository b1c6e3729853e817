package org.saltern.files;

import java.util.List;
import java.util.regex.Pattern;
import org.saltern.targets.Glob;

/** Which paths below a root are neither listed nor served. */
final class Ignored {
    /** The file that a save writes before it takes the place of the old one. */
    static final String TEMPORARY_PREFIX = ".saltern-";

    private static final Pattern TEMPORARY = Pattern.compile("(^|/)\\.saltern-[0-9a-f]+\\.tmp$");

    private final List<Pattern> expressions;
    private final List<Glob> globs;

    Ignored(FileSettings settings) {
        this.expressions = settings.ignoreRegex().stream().map(Pattern::compile).toList();
        this.globs = settings.ignoreGlob().stream().map(Glob::of).toList();
    }

    /** As upstream: an expression is searched for anywhere in the path, a shell pattern matches all of it. */
    boolean covers(String relative) {
        return TEMPORARY.matcher(relative).find()
                || expressions.stream().anyMatch(e -> e.matcher(relative).find())
                || globs.stream().anyMatch(g -> g.matches(relative));
    }
}
