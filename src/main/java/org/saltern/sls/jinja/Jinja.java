package org.saltern.sls.jinja;

/** skeleton */
public final class Jinja {}
