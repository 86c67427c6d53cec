package ai.ekaya.install;

/** The app after an update that was to be done at once. */
public final class Done {
    private Done() {}

    public static InstalledApp of(Updated updated) {
        return switch (updated) {
            case Updated.Done(InstalledApp app) -> app;
            case Updated.Held(HeldUpdateView held) -> throw new AssertionError("The update is held: " + held);
        };
    }
}
