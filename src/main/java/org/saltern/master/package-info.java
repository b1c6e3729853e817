/** The door for minions: frame, request, one call of a room, reply; sign-in; publishing. */
package org.saltern.master;
