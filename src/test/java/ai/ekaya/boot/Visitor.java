package ai.ekaya.boot;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Someone at a browser of their own, without a session yet. Everything that a page should never do is kept: console errors, which
 * is also how Chromium tells of a violated Content-Security-Policy, uncaught exceptions and requests to anyone but the server.
 */
final class Visitor implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final BrowserContext context;
    private final Page page;
    private final List<String> problems = new ArrayList<>();

    Visitor(Chromium chromium, URI server) {
        this(chromium, server, Optional.empty());
    }

    /** @param provider the identity provider, whose pages are its own affair */
    Visitor(Chromium chromium, URI server, Optional<URI> provider) {
        Predicate<String> elsewhere = url ->
                provider.filter(other -> url.startsWith(other.toString())).isPresent();
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setBaseURL(server.toString())
                        .setIgnoreHTTPSErrors(true)
                        .setViewportSize(1440, 900)
                        .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith(server.toString()) && !url.startsWith("about:") && !elsewhere.test(url)) {
                problems.add("request to " + url);
            }
        });
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !elsewhere.test(message.location())) {
                problems.add("console: " + message.text());
            }
        });
        page.onPageError(error -> {
            if (!elsewhere.test(page.url())) {
                problems.add("page error: " + error);
            }
        });
        page.onDialog(dialog -> {
            problems.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
    }

    Page page() {
        return page;
    }

    void signIn() {
        signIn("admin", LiveServer.ADMIN_PASSWORD);
    }

    void signIn(String user, String password) {
        page.navigate("/");
        seesHeading("Sign in to Ekaya Apps");
        page.getByLabel("User").fill(user);
        page.getByLabel("Password").fill(password);
        press("Sign in");
        seesHeading("Apps");
    }

    /** By the navigation that is on each page. */
    void goTo(String place) {
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Main"))
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(place))
                .click();
        seesHeading(place);
    }

    void press(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    void pressInDialog(String button) {
        dialog().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    void chooseOfAccount(String act) {
        page.locator(".account-button").click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(act))
                .click();
    }

    /** The name may be followed by a count. */
    void openTab(String name) {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name)).click();
    }

    Locator table(String name) {
        return page.getByRole(
                AriaRole.TABLE, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    void seesHeading(String text) {
        sees(page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true)));
    }

    /** Names of other projects stand in a list that is not open. */
    void seesText(String text) {
        sees(page.getByText(text).and(page.locator(":visible")).first());
    }

    void sees(Locator what) {
        assertThat(what)
                .isVisible(new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                        .setTimeout(PATIENCE_MILLIS));
    }

    /** {@link #findsThePageSound} on a desk and on a phone, by day and by night; the pictures are in target/screens. */
    void findsThePageSoundEverywhere(String name) {
        picturesEverywhere(name);
        findsThePageSound();
    }

    /** As {@link #findsThePageSoundEverywhere}, where a refusal is what the test is about: browsers report each as an error. */
    void picturesEverywhere(String name) {
        for (int[] size : new int[][] {{390, 844}, {1440, 900}}) {
            page.setViewportSize(size[0], size[1]);
            for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                isAtRest();
                isAccessible();
                assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                        .as("what " + page.url() + " is too wide at " + size[0])
                        .isEqualTo(0);
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target/screens", name + "-" + size[0] + "-" + scheme + ".png")));
            }
        }
    }

    /** Colours on their way from one scheme to the other are not what people see. */
    private void isAtRest() {
        page.evaluate("""
                () => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
                    .then(() => Promise.allSettled(document.getAnimations()
                        .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
                        .map(one => one.finished)))
                    .then(() => true)""");
    }

    /** Nothing forbidden happened up to here, and the page as it stands has no accessibility violation that axe knows. */
    void findsThePageSound() {
        isAccessible();
        assertThat(problems).as("on the way to " + page.url()).isEmpty();
    }

    private void isAccessible() {
        assertThat(new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .map(rule -> rule.getId() + ": "
                                        + rule.getNodes().stream()
                                                .map(node -> node.getTarget() + " " + node.getFailureSummary())
                                                .toList()))
                .as("accessibility of " + page.url())
                .isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
