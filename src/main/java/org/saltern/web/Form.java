package org.saltern.web;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.HostId;
import org.saltern.base.Problem;

/** What was typed into a form and what was wrong with it; drawn again with both when it is refused. */
public final class Form {
    private final Map<String, List<String>> values;
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private final Map<String, String> named = new HashMap<>();
    private Problem problem;

    private Form(Map<String, List<String>> values) {
        this.values = values;
    }

    /** The form that was sent. */
    static Form sent(Context ctx) {
        return new Form(ctx.formParamMap());
    }

    /** A form filled from the address of the page. */
    static Form asked(Context ctx) {
        return new Form(ctx.queryParamMap());
    }

    /** A form filled with what is stored; each value a text or a list of texts. */
    static Form of(Map<String, ?> values) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        values.forEach((name, value) -> lists.put(name, texts(value)));
        return new Form(lists);
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of(value.toString());
    }

    /** The first value of a field, empty when absent. */
    public String value(String field) {
        List<String> all = values(field);
        return all.isEmpty() ? "" : all.getFirst();
    }

    public String value(String field, String otherwise) {
        String value = value(field);
        return value.isEmpty() ? otherwise : value;
    }

    public List<String> values(String field) {
        return values.getOrDefault(field, List.of());
    }

    /** The minion ids among the values of a field; what is none is left out. */
    List<HostId> hosts(String field) {
        return values(field).stream().filter(HostId::isValid).map(HostId::new).distinct().toList();
    }

    public boolean has(String field, String value) {
        return values(field).contains(value);
    }

    /** What is wrong with a field, null when nothing is. */
    public Problem problem(String field) {
        return problems.get(field);
    }

    /** For {@code aria-invalid}: null, so that the attribute is left out, when nothing is wrong with the field. */
    public String invalid(String field) {
        return problems.containsKey(field) ? "true" : null;
    }

    /** For {@code aria-describedby}: the ids of the hint and of what is wrong; null when there is neither. */
    public String described(String field, String hint) {
        String ids = problems.containsKey(field) ? (hint + " problem-" + field).strip() : hint;
        return ids.isEmpty() ? null : ids;
    }

    /** What is wrong with single fields: field → problem, in the order found. */
    public Map<String, Problem> problems() {
        return Collections.unmodifiableMap(problems);
    }

    /** What is wrong with the whole, null when nothing is. */
    public Problem problem() {
        return problem;
    }

    public boolean isRefused() {
        return problem != null || !problems.isEmpty();
    }

    void refuse(String field, Problem.Text text) {
        problems.put(field, new Problem.BadInput(text, field, Problem.text("")));
    }

    /** Says which field of this form a room means by {@code where}. */
    Form naming(String where, String field) {
        named.put(where, field);
        return this;
    }

    /** Puts a problem beside its field when it names one, else above the form. */
    void refuse(Problem what) {
        String field = named.getOrDefault(what.where(), what.where());
        if (values.containsKey(field) || named.containsValue(field)) {
            problems.put(field, what);
        } else {
            problem = what;
        }
    }

    /** Puts a problem beside this field, whatever the room calls it. */
    void refuse(String field, Problem what) {
        problems.put(field, what);
    }
}
