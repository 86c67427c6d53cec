package ai.ekaya.run;

/**
 * A run that this server took.
 *
 * @param run as it is stored
 * @param fence the number that it was taken with; once another has taken the run, this one changes nothing of it any more
 * @param secretsVersion of the project's secrets when the run began
 */
record Held(Run run, long fence, String secretsVersion) {
    /** Of a run that has not begun: it is asked for when it does. */
    Held(Run run, long fence) {
        this(run, fence, "");
    }
}
