package ai.ekaya.host;

/**
 * One try of a run on one server.
 *
 * @param number from 1; a run that is given up on one server goes on with the next number
 */
public record Attempt(int number, String server) {}
