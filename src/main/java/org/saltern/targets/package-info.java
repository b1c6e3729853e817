/**
 * Target expressions as pure functions: does this expression match a host of this id, with these grains and this pillar? Used
 * by the room that resolves targets and by the minion, which must judge alike. May use {@code base}. First class to read:
 * {@link org.saltern.targets.Expressions}.
 */
package org.saltern.targets;
