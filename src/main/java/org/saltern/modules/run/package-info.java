/**
 * State runs: low chunks become calls of state functions, with requisites, conditions and retries between them; and the
 * execution functions around that, {@code state.*} and {@code slsutil.*}. Read {@link org.saltern.modules.run.StateRunner}
 * first. Uses {@code sls} for everything that needs no machine.
 */
package org.saltern.modules.run;
