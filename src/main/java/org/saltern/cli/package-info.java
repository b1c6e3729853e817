/**
 * Command-line clients of a running server: {@code keys}, {@code run}, {@code jobs}, {@code login}. Knows {@code base}, {@code yaml}
 * and the HTTP API; no room. First classes to read: {@link org.saltern.cli.Clients}, {@link org.saltern.cli.RunCommand}.
 */
package org.saltern.cli;
