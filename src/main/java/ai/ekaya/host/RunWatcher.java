package ai.ekaya.host;

/** Who looks on while a run's calls go through its door. Called on the run's own thread: it is quick, and it never throws. */
public interface RunWatcher {
    RunWatcher NOBODY = new RunWatcher() {
        @Override
        public void logged(LogEntry entry) {}

        @Override
        public void called(CallRecord call) {}

        @Override
        public void progressed(RunProgress progress) {}

        @Override
        public void answering(int call, int from, String text) {}
    };

    /** A line that is kept. */
    void logged(LogEntry entry);

    /** A call that is listed, once it was answered. */
    void called(CallRecord call);

    void progressed(RunProgress progress);

    /**
     * A language model writes, looked at for secrets.
     *
     * @param call its number in the list of calls
     * @param text what it wrote from this character on; what was told of those before stands
     */
    void answering(int call, int from, String text);
}
