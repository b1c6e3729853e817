/**
 * State files as Salt understands them, as pure functions: {@code sls} itself renders, reads top files and pillar files and
 * compiles to low chunks, {@code sls.jinja} is Jinja2 by itself, {@code sls.template} Salt's environment around it. Used by the
 * minion and by the master. Uses base, yaml and targets. Read {@link org.saltern.sls.Compiler} first, then
 * {@link org.saltern.sls.HighReader}.
 */
package org.saltern.sls;
