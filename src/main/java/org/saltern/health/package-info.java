/**
 * How this process is, for people and programs that watch over it. A tool: it knows no room; the composition root tells it what to look
 * at. The only user of Micrometer. First class to read: {@link org.saltern.health.Health}.
 */
package org.saltern.health;
