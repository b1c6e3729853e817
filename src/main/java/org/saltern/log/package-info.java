/** How log lines look, and how many there may be. A tool of the composition root. First class to read: {@link org.saltern.log.LogFormat}. */
package org.saltern.log;
