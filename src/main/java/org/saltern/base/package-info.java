/** The few words everyone uses: {@link org.saltern.base.HostId}, {@link org.saltern.base.Jid}, {@link org.saltern.base.Problem}. */
package org.saltern.base;
