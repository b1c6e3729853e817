/**
 * The door for browsers: pages, partials, live feeds, sessions, CSRF. A page class translates a form or URL into one call of a
 * room and draws the answer; it decides nothing. First classes to read: {@link org.saltern.web.WebDoor},
 * {@link org.saltern.web.Routes}, {@link org.saltern.web.KeyPages}.
 */
package org.saltern.web;
