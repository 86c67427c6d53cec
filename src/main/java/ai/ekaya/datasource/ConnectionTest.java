package ai.ekaya.datasource;

/**
 * How a try to connect went well.
 *
 * @param canWrite the login could change data, so apps are refused
 * @param server product and version
 */
public record ConnectionTest(boolean canWrite, String server, long millis) {}
