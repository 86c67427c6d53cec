package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.ekaya.identity.Keycloak;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sign-in by a real Keycloak as people see it: in Chromium, over TLS, whatever comes of it. */
class SsoBrowserIT {
    private static final String BACK = "/sso/oidcclient/redirect/ekaya";
    private static Keycloak keycloak;
    private static LiveServer server;
    private static Chromium chromium;
    private static String demo;

    private Visitor visitor;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Keycloak.isThere(), "Keycloak is not unpacked: mvn verify does that");
        chromium = Chromium.start();
        keycloak = Keycloak.start();
        Map<String, String> environment = new HashMap<>(keycloak.clientEnvironment());
        environment.put("EKAYA_ADMIN_PASSWORD", LiveServer.ADMIN_PASSWORD);
        environment.put("OIDC_NAME", "Acme");
        environment.put("OIDC_REDIRECT_ORIGIN", "https://localhost:{HTTPS_PORT}");
        server = LiveServer.start("sso-browser", environment);
        demo = Api.admin(server).get("/api/v1/projects/demo").json().path("id").asText();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @BeforeEach
    void visit() {
        visitor = another();
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    private static Visitor another() {
        return new Visitor(chromium, server.secureUri("/"), Optional.of(keycloak.uri("/")));
    }

    private Page page() {
        return visitor.page();
    }

    @Test
    void one_lands_on_the_page_that_one_wanted_with_the_role_of_ones_group() {
        String wanted = "/p/" + demo + "/runs?app=schema-report&outcome=FAILED";
        page().navigate(wanted);
        visitor.seesHeading("Sign in to Ekaya Apps");
        visitor.findsThePageSoundEverywhere("sso-sign-in");
        goToAcme(visitor);
        fillForm(visitor, "otto");
        page().waitForURL(server.secureUri(wanted).toString());
        visitor.seesHeading("Runs");
        visitor.sees(page().locator(".account-role").getByText("operator"));
        visitor.findsThePageSoundEverywhere("sso-signed-in");
        assertThat(page().context().cookies())
                .filteredOn(cookie -> cookie.name.contains("ekaya"))
                .singleElement()
                .satisfies(SsoBrowserIT::isOneForThisHostOverTls);
    }

    private static void isOneForThisHostOverTls(Cookie cookie) {
        assertThat(cookie.name).isEqualTo("__Host-ekaya_session");
        assertThat(cookie.secure && cookie.httpOnly && cookie.path.equals("/")).isTrue();
    }

    @Test
    void sign_out_ends_both_sessions_and_acme_asks_for_the_password_again() {
        signIn(visitor, "/", "otto");
        visitor.seesHeading("Apps");
        visitor.chooseOfAccount("Sign out");
        visitor.seesHeading("Sign in to Ekaya Apps");
        assertThat(URI.create(page().url()).getAuthority())
                .isEqualTo(server.secureUri("/").getAuthority());
        visitor.findsThePageSound();
        goToAcme(visitor);
        visitor.sees(page().locator("#password"));
    }

    @Test
    void who_signs_out_of_neither_needs_no_password_for_another_sign_in() {
        signIn(visitor, "/", "otto");
        visitor.seesHeading("Apps");
        page().navigate("/sso/login?next=/p/" + demo + "/datasources");
        visitor.seesHeading("Datasources");
    }

    @Test
    void nobody_is_led_to_another_site() {
        for (String evil :
                new String[] {"https://evil.example/", "//evil.example/", "/\\evil.example/", "/p/..//evil.example"}) {
            page().navigate("/sso/login?next="
                    + java.net.URLEncoder.encode(evil, java.nio.charset.StandardCharsets.UTF_8));
            if (page().locator("#password").isVisible()) {
                fillForm(visitor, "otto");
            }
            visitor.seesHeading("Apps");
            assertThat(page().url()).startsWith(server.secureUri("/p/").toString());
        }
    }

    @Test
    void who_has_no_group_with_a_role_reads_whom_to_ask() {
        signIn(visitor, "/p/" + demo + "/apps", "gast");
        visitor.seesText("There is no such project");
        page().navigate("/");
        visitor.seesText("You have no role in any project");
        visitor.seesText("or give a role to one of your groups");
        visitor.findsThePageSoundEverywhere("sso-no-role");
        visitor.press("Sign out");
        visitor.seesHeading("Sign in to Ekaya Apps");
    }

    @Test
    void who_loses_the_group_sees_within_a_minute_that_the_role_is_gone() throws Exception {
        signIn(visitor, "/", "lena");
        visitor.seesHeading("Apps");
        String group = "/users/" + keycloak.userId("lena") + "/groups/" + keycloak.groupId("demo-operators");
        keycloak.administer("DELETE", group, "");
        try {
            // The page asks for its runs every few seconds, so nobody has to click.
            visitor.seesText("There is no such project, or you have no role in it any more");
            visitor.picturesEverywhere("sso-role-lost");
        } finally {
            keycloak.administer("PUT", group, "");
        }
        Waiting.until("the role is back", 60, () -> {
            page().reload();
            Locator apps = page().getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName("Apps").setExact(true));
            visitor.sees(apps.or(page().getByText("Look again")).first());
            return apps.isVisible();
        });
    }

    @Test
    void who_says_no_at_acme_reads_that_nobody_was_signed_in() throws Exception {
        String client = keycloak.administer("GET", "/clients?clientId=ekaya-apps", "")
                .get(0)
                .path("id")
                .asText();
        keycloak.administer("PUT", "/clients/" + client, "{\"clientId\": \"ekaya-apps\", \"consentRequired\": true}");
        try {
            page().navigate("/");
            goToAcme(visitor);
            fillForm(visitor, "vera");
            page().locator("#kc-cancel").click();
            visitor.seesText("You were not signed in, as the sign-in at Acme was cancelled or refused");
        } finally {
            keycloak.administer(
                    "PUT", "/clients/" + client, "{\"clientId\": \"ekaya-apps\", \"consentRequired\": false}");
        }
        visitor.findsThePageSoundEverywhere("sso-cancelled");
        assertThat(server.secureUri("/").getAuthority())
                .isEqualTo(URI.create(page().url()).getAuthority());
    }

    @Test
    void an_answer_that_was_used_or_was_never_asked_for_is_told_as_an_old_sign_in() {
        AtomicReference<String> used = new AtomicReference<>("");
        page().onRequest((Request request) -> {
            if (request.url().contains(BACK + "?")) {
                used.set(request.url());
            }
        });
        signIn(visitor, "/", "otto");
        visitor.seesHeading("Apps");
        try (Visitor thief = another()) {
            thief.page().navigate(used.get());
            thief.seesText("This sign-in was used before, took too long, or began in another browser");
            thief.findsThePageSoundEverywhere("sso-expired");
            thief.page().navigate(BACK + "?state=001&code=made-up");
            thief.seesText("This sign-in was used before");
            assertThat(thief.page().context().cookies()).noneMatch(cookie -> cookie.name.contains("ekaya"));
        }
        page().navigate(used.get());
        visitor.seesHeading("Apps");
    }

    @Test
    void an_answer_that_acme_takes_back_is_told_as_a_failure() {
        page().navigate("/");
        goToAcme(visitor);
        visitor.sees(page().locator("#password"));
        Matcher state = Pattern.compile("[?&]state=([^&]+)").matcher(page().url());
        assertThat(state.find()).isTrue();
        page().navigate(BACK + "?state=" + state.group(1) + "&code=made-up");
        visitor.seesText("The sign-in did not work");
        visitor.findsThePageSoundEverywhere("sso-failed");
        page().navigate(BACK + "?error=server_error&state=x");
        visitor.seesText("The sign-in did not work");
        page().navigate(BACK);
        visitor.seesText("The sign-in did not work");
    }

    @Test
    void who_is_disabled_here_reads_it() {
        signIn(visitor, "/", "vera");
        visitor.seesText("You have no role in any project");
        visitor.press("Sign out");
        visitor.seesHeading("Sign in to Ekaya Apps");
        Api admin = Api.admin(server);
        assertThat(admin.patch("/api/v1/users/vera", Map.of("disabled", true)).status())
                .isEqualTo(200);
        try {
            signIn(visitor, "/", "vera");
            visitor.seesText("Your account is disabled here");
            visitor.findsThePageSoundEverywhere("sso-disabled");
        } finally {
            admin.patch("/api/v1/users/vera", Map.of("disabled", false));
        }
    }

    private static void signIn(Visitor who, String path, String user) {
        who.page().navigate(path);
        who.seesHeading("Sign in to Ekaya Apps");
        goToAcme(who);
        fillForm(who, user);
    }

    private static void goToAcme(Visitor who) {
        who.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in with Acme"))
                .click();
    }

    private static void fillForm(Visitor who, String user) {
        Locator name = who.page().locator("#username");
        who.sees(name);
        name.fill(user);
        who.page().locator("#password").fill(user + "-password");
        who.page().locator("#kc-login").click();
    }
}
