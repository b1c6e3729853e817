/**
 * Salt's environment around Jinja: its context, filters, tests, tags and the words of its errors. Read first: {@link
 * org.saltern.sls.template.SaltTemplates}.
 */
package org.saltern.sls.template;
