package org.saltern.sls.jinja.parse;

import java.util.List;
import org.saltern.sls.jinja.eval.Stmt;

/** A tag that an environment adds to Jinja2's own. */
@FunctionalInterface
public interface Tag {
    /** Reads the tag; the parser stands on its name. Leaves the parser before the end of the tag. */
    List<Stmt> parse(Parser parser);
}
