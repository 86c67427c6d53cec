package ai.ekaya.run;

/**
 * A run that this server took.
 *
 * @param run as it is stored
 * @param fence the number that it was taken with; once another has taken the run, this one changes nothing of it any more
 */
record Held(Run run, long fence) {}
