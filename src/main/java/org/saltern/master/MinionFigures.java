package org.saltern.master;

/**
 * What came in at the request port since the start.
 *
 * @param taken requests that arrived
 * @param answered those that got their answer
 * @param failed those whose answer was a failure, a bug or a time that ran out
 * @param nanos from arrival to answer, of all together
 */
public record MinionFigures(long taken, long answered, long failed, long nanos) {}
