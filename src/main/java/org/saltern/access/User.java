package org.saltern.access;

import java.time.Instant;

/**
 * A person who may sign in.
 *
 * @param language BCP 47 tag chosen by the user ({@code en}, {@code zh-CN}), or null to follow the browser
 */
public record User(String name, Role role, String language, boolean disabled, Instant created) {}
