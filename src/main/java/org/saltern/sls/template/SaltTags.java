package org.saltern.sls.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.sls.jinja.eval.Access;
import org.saltern.sls.jinja.eval.Calls;
import org.saltern.sls.jinja.eval.Expr;
import org.saltern.sls.jinja.eval.Imports;
import org.saltern.sls.jinja.eval.MacroStmt;
import org.saltern.sls.jinja.eval.Statements;
import org.saltern.sls.jinja.eval.Stmt;
import org.saltern.sls.jinja.eval.Target;
import org.saltern.sls.jinja.parse.Parser;
import org.saltern.sls.jinja.parse.Tag;

/** Salt's tags: {@code load_yaml as x} … {@code endload}, {@code import_yaml 'file' as x}, {@code profile as x}. */
final class SaltTags {
    private SaltTags() {}

    static Map<String, Tag> all() {
        var tags = new LinkedHashMap<String, Tag>();
        for (String kind : List.of("yaml", "json", "text")) {
            tags.put("load_" + kind, parser -> load(parser, "load_" + kind));
            tags.put("import_" + kind, parser -> imported(parser, "load_" + kind));
        }
        tags.put("profile", SaltTags::profile);
        return tags;
    }

    /** The body is a macro without parameters, so that nothing that is set in it stays. */
    private static List<Stmt> load(Parser parser, String filter) {
        int line = parser.tokens().next().line();
        parser.tokens().expectName("as");
        Target target = parser.target(false);
        String macro = "_" + parser.freeName();
        List<Stmt> body = parser.statementsPast("endload");
        Expr call = new Calls.Call(line, new Access.Name(line, macro), Calls.Arguments.NONE);
        return List.of(
                new MacroStmt(line, macro, List.of(), List.of(), body),
                new Statements.Assign(
                        line,
                        target,
                        new Calls.FilterCall(line, call, filter, Calls.Arguments.NONE)));
    }

    private static List<Stmt> imported(Parser parser, String filter) {
        Imports.Import read = parser.importTag();
        int line = read.line();
        var all = new ArrayList<Stmt>(List.of(read));
        Expr module = new Access.Name(line, read.target());
        all.add(
                new Statements.Assign(
                        line,
                        new Target.Variable(line, read.target()),
                        new Calls.FilterCall(line, module, filter, Calls.Arguments.NONE)));
        return all;
    }

    /** Salt logs how long the body takes; here it is only rendered. */
    private static List<Stmt> profile(Parser parser) {
        int line = parser.tokens().next().line();
        parser.tokens().expectName("as");
        Expr label = parser.expression();
        var all = new ArrayList<Stmt>(List.of(new Statements.Do(line, label)));
        all.addAll(parser.statementsPast("endprofile"));
        return all;
    }
}
