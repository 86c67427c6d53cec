package ai.ekaya.boot;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** The machine's own Chromium (or the one in CHROMIUM), driven by Playwright; no browser is downloaded. */
final class Chromium implements AutoCloseable {
    private static final String DEBIANS = "/usr/bin/chromium";

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Skips the test, with the reason printed, on a machine without Chromium; fails it where CI=true. */
    static Chromium start() {
        Path executable = Path.of(Objects.requireNonNullElse(System.getenv("CHROMIUM"), DEBIANS));
        if (!Files.isExecutable(executable)) {
            absent("No Chromium at " + executable + ", so the pages are not tried in a browser; install it"
                    + " (Debian: apt-get install chromium) or name one in CHROMIUM");
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        return new Chromium(playwright, browser);
    }

    private static void absent(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        System.out.println(reason);
        Assumptions.abort(reason);
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
