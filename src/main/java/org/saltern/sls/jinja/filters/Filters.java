package org.saltern.sls.jinja.filters;

import java.util.Map;

/** Jinja2's filters by name. */
public final class Filters {
    private static final FilterTable TABLE =
            new FilterTable()
                    .addAll(TextFilters.TABLE)
                    .addAll(NumberFilters.TABLE)
                    .addAll(ListFilters.TABLE)
                    .addAll(SelectFilters.TABLE)
                    .addAll(HtmlFilters.TABLE);

    private Filters() {}

    /** All of them; a copy. */
    public static Map<String, Filter> all() {
        return TABLE.all();
    }
}
