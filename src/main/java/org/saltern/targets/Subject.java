package org.saltern.targets;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What an expression is held against.
 *
 * @param id the minion id
 * @param grains null when they are not known
 * @param pillar null when it is not known
 */
public record Subject(String id, ObjectNode grains, ObjectNode pillar) {}
