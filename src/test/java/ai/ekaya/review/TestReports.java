package ai.ekaya.review;

import ai.ekaya.limits.Limits;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.PackageWriter;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.run.Platform;
import ai.ekaya.sandbox.Sandbox;
import ai.ekaya.studio.TestDraftCheck;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Makes reports without a container. */
final class TestReports implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    final Platform platform = Platform.open();
    final Reports reports = new Reports(
            TestDraftCheck.on(new Sandbox(platform.limits, timer), platform.limits),
            platform.databases,
            platform.limits);

    Report of(AppPackage app) {
        return reports.of(app, PackageWriter.zip(app), "Apache-2.0");
    }

    static AppPackage folder(Path folder) {
        return switch (new PackageReader(Limits.defaults(), "1.0.0").read(folder)) {
            case ReadResult.Verified(AppPackage app) -> app;
            case ReadResult.Rejected(var findings) -> throw new AssertionError(folder + ": " + findings);
        };
    }

    @Override
    public void close() {
        platform.close();
        timer.shutdown();
    }
}
