package ai.ekaya.host;

/**
 * One try of a run, by one server.
 *
 * @param number from 1; a run that is given up goes on with the next number
 * @param fence the number that the run was taken with: once another has taken it, this one changes nothing any more
 */
public record Attempt(int number, long fence) {}
