/**
 * The published flaws of Salt, each tried on a whole Saltern from outside: real ports, real frames, real HTTP. A class is named by the
 * flaw's number; {@code docs/security.md} says which class stands for which, and which flaws have nothing here to apply to. Flaws of
 * minions are tried in {@code org.saltern.minion.PublishedFlawsOfMinionsTest}.
 */
package org.saltern.published;
