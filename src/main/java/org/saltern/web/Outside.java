package org.saltern.web;

import org.saltern.health.Health;
import org.saltern.health.Metrics;

/**
 * What those see who watch over this process.
 *
 * @param token what a program shows to read all of it; empty for none
 */
public record Outside(Health health, Metrics metrics, String token) {
    /** Without the token. */
    @Override
    public String toString() {
        return "Outside";
    }
}
