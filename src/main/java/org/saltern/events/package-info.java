/** What happened, as tag and data, and who wants to know. First class to read: {@link org.saltern.events.Events}. */
package org.saltern.events;
