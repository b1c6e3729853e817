package org.saltern.web;

/** Draws what a live page shows now. */
@FunctionalInterface
interface Draw {
    /**
     * What goes over a stream at once.
     *
     * @param position told back by a browser that comes again, as {@code Last-Event-ID}
     * @param html partials, each with an id; those that the browser has already are left out. Empty when nothing is new
     */
    record Frame(long position, String html) {}

    /** The partials that are new since a position; 0 for all of the page that lives. */
    Frame since(long position);
}
