/** Who may do what: actors, users, sessions, audit. First classes to read: {@link org.saltern.access.Actor}, {@link org.saltern.access.Access}. */
package org.saltern.access;
