package ai.ekaya.pack;

/** Placeholder until the pack room lands. */
public final class PackageApps {
    private PackageApps() {}

    public static void main(String[] arguments) {}
}
