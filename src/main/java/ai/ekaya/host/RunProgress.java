package ai.ekaya.host;

/**
 * How far a run says it is.
 *
 * @param fraction from 0 to 1
 * @param text what it is at, for people; empty when the app says nothing
 */
public record RunProgress(double fraction, String text) {}
