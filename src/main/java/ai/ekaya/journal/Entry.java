package ai.ekaya.journal;

import java.util.function.Supplier;

/**
 * One host call of a tape.
 *
 * @param number counts from 1
 * @param listed its sequence among the run's listed calls; 0 when it was one refusal too many to be listed
 * @param argumentsHash SHA-256 of the arguments as the guest wrote them
 * @param answer as the guest got it
 */
record Entry(int number, int listed, String function, String argumentsHash, Supplier<String> answer) {}
