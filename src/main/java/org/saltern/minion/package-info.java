/** The agent: signs in, subscribes, runs, returns. Knows no room. */
package org.saltern.minion;
