/**
 * A minion without a master ({@code file_client: local}): its state and pillar trees are folders of its own machine. Read
 * {@link org.saltern.modules.masterless.Masterless} first.
 */
package org.saltern.modules.masterless;
