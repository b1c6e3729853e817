/** The languages of state files. {@code sls.jinja} is Jinja2 by itself, {@code sls.template} Salt's environment around it. */
package org.saltern.sls;
