package org.saltern.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/** Problems as clients read them: upstream's one text, and beside it the parts for those that show them apart. */
final class Problems {
    private Problems() {}

    /** What failed and what to do, in one text. */
    static String text(Problem problem) {
        String what = problem.what();
        return what + (what.endsWith(".") ? " " : ". ") + problem.fix();
    }

    /** {@code what}, {@code where}, {@code fix}. */
    static ObjectNode parts(Problem problem) {
        return Json.object()
                .put("what", problem.what())
                .put("where", problem.where())
                .put("fix", problem.fix());
    }
}
