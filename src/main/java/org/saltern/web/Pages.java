package org.saltern.web;

/** Some pages of the console. */
interface Pages {
    /** Adds these pages' routes; the page class's whole map, at its top. */
    void routes(Routes routes);
}
