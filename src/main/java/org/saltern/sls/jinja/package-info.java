/**
 * An engine with Jinja2's semantics and Python's values. Knows nothing of Salt; may use {@code base} and the JDK. Templates reach
 * only what they are handed: there is no reflection. Read first: {@link org.saltern.sls.jinja.Jinja}, then {@code values.Value}.
 */
package org.saltern.sls.jinja;
