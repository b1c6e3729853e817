/** The door for browsers: pages, partials, live feeds, sessions, CSRF. */
package org.saltern.web;
