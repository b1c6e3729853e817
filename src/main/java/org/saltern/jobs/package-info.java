/** Jobs, the ledger of hosts, returns, dispatch. First classes to read: {@link org.saltern.jobs.Jobs}, {@link org.saltern.jobs.Job}. */
package org.saltern.jobs;
