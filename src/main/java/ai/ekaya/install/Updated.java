package ai.ekaya.install;

/** What became of an update. */
public sealed interface Updated {
    /** The app is the new version. */
    record Done(InstalledApp app) implements Updated {}

    /** It asks for more than stands and waits for an admin; the app is as it was. */
    record Held(HeldUpdateView held) implements Updated {}
}
