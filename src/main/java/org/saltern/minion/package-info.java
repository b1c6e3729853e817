/**
 * The agent: signs in at a master, subscribes, runs jobs, returns. Knows no room; the same protocol as an unmodified
 * salt-minion, so that its master may be Saltern or upstream's. First classes to read: {@link org.saltern.minion.Agent},
 * {@link org.saltern.minion.MinionSettings}.
 */
package org.saltern.minion;
