/**
 * The load program: simulated minions on the real protocol, and the table of {@code docs/performance.md}. It shares the tools
 * with minion and master and knows neither. First class to read: {@link org.saltern.bench.Bench}.
 */
package org.saltern.bench;
