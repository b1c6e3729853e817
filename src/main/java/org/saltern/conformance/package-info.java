/**
 * Runs recorded cases against Saltern's own engine and says which pass: state cases (what a real Salt answered) and Jinja
 * cases (what a real Jinja2 rendered). Read {@link org.saltern.conformance.Conformance} first. Uses modules, sls and cli.
 */
package org.saltern.conformance;
