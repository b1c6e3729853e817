/** The facts that a minion knows of its machine, under Salt's names. Read {@link org.saltern.modules.grains.Grains}. */
package org.saltern.modules.grains;
