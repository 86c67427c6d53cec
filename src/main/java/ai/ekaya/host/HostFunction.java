package ai.ekaya.host;

/**
 * One host function. It is reached only through {@link Gate}, so it never checks its own permission: the gate has already
 * checked that the function is declared and granted and that the arguments are a JSON object of bounded size and depth.
 */
interface HostFunction {
    /** The wire name, as {@code datasource_query}. */
    String name();

    /** @throws ai.ekaya.limits.Refusal what the guest sees as an error */
    Answer call(RunCalls run, Arguments arguments);
}
