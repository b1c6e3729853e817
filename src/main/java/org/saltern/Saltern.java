package org.saltern;

/** The only place that builds objects out of other objects; read it from top to bottom. */
public final class Saltern {}
