/**
 * The house: {@link org.saltern.Saltern} builds every object out of the others, {@link org.saltern.Cli} is the command line.
 */
package org.saltern;
