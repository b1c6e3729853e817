/**
 * What a minion can do: execution functions declared as data and run on a {@link org.saltern.modules.Machine}. Knows no
 * host, job or user. Read {@link org.saltern.modules.Modules} first, then {@link org.saltern.modules.Function};
 * {@code modules.linux} reads a Linux machine, {@code modules.grains} collects its grains, {@code modules.exec} holds the
 * functions themselves, {@code modules.states} the state functions and
 * {@code modules.run} the runs of states, {@code modules.masterless} a minion without a master. Uses base, yaml, targets
 * and sls.
 */
package org.saltern.modules;
