package org.saltern.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which part of a list is shown, and the addresses of the other parts.
 *
 * @param page from 1
 * @param size rows on a page
 * @param total rows in all
 */
public record Pager(String path, List<Object> filters, int page, int size, int total) {
    /** Rows on a page of every list. */
    static final int SIZE = 50;

    /** @param filters names and values of the address besides the page, in pairs; empty values are left out */
    static Pager of(int page, int total, String path, Object... filters) {
        return new Pager(path, Arrays.asList(filters), page, SIZE, total);
    }

    static int offset(int page) {
        return (page - 1) * SIZE;
    }

    public int pages() {
        return Math.max(1, (total + size - 1) / size);
    }

    public boolean isNeeded() {
        return pages() > 1 || page > 1;
    }

    public int from() {
        return total == 0 ? 0 : Math.min(total, (page - 1) * size + 1);
    }

    public int to() {
        return Math.min(total, page * size);
    }

    /** The address of another page, with the same filters. */
    public String url(int other) {
        List<Object> pairs = new ArrayList<>(filters);
        pairs.add("page");
        pairs.add(other == 1 ? "" : other);
        return Web.url(path, pairs.toArray());
    }
}
