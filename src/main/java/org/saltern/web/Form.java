package org.saltern.web;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.Problem;

/** What was typed into a form and what was wrong with it; drawn again with both when it is refused. */
public final class Form {
    private final Map<String, List<String>> values;
    private final Map<String, Problem> problems = new LinkedHashMap<>();
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

    public boolean has(String field, String value) {
        return values(field).contains(value);
    }

    /** What is wrong with a field, null when nothing is. */
    public Problem problem(String field) {
        return problems.get(field);
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

    /** Puts a problem beside its field when it names one, else above the form. */
    void refuse(Problem what) {
        if (values.containsKey(what.where())) {
            problems.put(what.where(), what);
        } else {
            problem = what;
        }
    }
}
