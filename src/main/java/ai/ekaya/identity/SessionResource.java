package ai.ekaya.identity;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.oidc.ProviderSettings;
import ai.ekaya.store.Store;
import ai.ekaya.web.PageQuery;
import ai.ekaya.web.Spoken;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Signing in with a password, signing out, and who one is. */
@Path("/")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
    private final Caller caller;
    private final Store store;
    private final Limits limits;
    private final SignIn signIn;
    private final Sessions sessions;
    private final Principals principals;
    private final Projects projects;
    private final ProviderSettings sso;
    private final LocalAccounts local;

    @Inject
    public SessionResource(
            Caller caller,
            Store store,
            Limits limits,
            SignIn signIn,
            Sessions sessions,
            Principals principals,
            Projects projects,
            ProviderSettings sso,
            LocalAccounts local) {
        this.caller = caller;
        this.store = store;
        this.limits = limits;
        this.signIn = signIn;
        this.sessions = sessions;
        this.principals = principals;
        this.projects = projects;
        this.sso = sso;
        this.local = local;
    }

    /** A sign-in by password. */
    public record Credentials(
            @Nullable String user, @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials[" + user + ", ***]";
        }
    }

    /**
     * What the sign-in page offers, and whether it is needed; so pages need not ask /me and be refused.
     *
     * @param sso where to go for the identity provider; absent when none is configured
     * @param signedIn whether the request came with a session or token that counts
     */
    public record Options(boolean password, Optional<SsoOption> sso, boolean signedIn) {}

    /** The identity provider's name and where its sign-in starts. */
    public record SsoOption(String name, String href) {}

    /**
     * What follows a sign-out.
     *
     * @param next the identity provider's own sign-out, which comes back here; absent for a session with a password
     */
    public record SignedOut(Optional<URI> next) {}

    @GET
    @Path("session/options")
    @May(Action.SIGN_IN)
    @Operation(summary = "Ways to sign in")
    public Options options() {
        return new Options(
                local.on(),
                sso.configured() ? Optional.of(new SsoOption(sso.name(), SsoLogin.PATH)) : Optional.empty(),
                caller.isKnown());
    }

    @POST
    @Path("session")
    @May(Action.SIGN_IN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sign in with a password")
    public Response open(Credentials credentials, @Context HttpServletRequest request) {
        String user = credentials.user();
        String password = credentials.password();
        if (user == null || password == null) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'user' or 'password' is missing in the body");
        }
        SessionToken token = signIn.withPassword(user, password, request.getRemoteAddr());
        return Response.ok(view(principalOf(token), Optional.of(token)))
                .header(HttpHeaders.SET_COOKIE, SessionCookie.set(token, request.isSecure()))
                .build();
    }

    @DELETE
    @Path("session")
    @May(Action.END_OWN_SESSION)
    @Operation(
            summary =
                    "Sign out; after a sign-in by the identity provider, next is where a browser ends its session there")
    public Response close(@Context HttpServletRequest request) {
        Optional<URI> next = caller.session().flatMap(token -> signIn.out(caller.principal(), token));
        return Response.ok(new SignedOut(next))
                .header(HttpHeaders.SET_COOKIE, SessionCookie.cleared(request.isSecure()))
                .build();
    }

    @GET
    @Path("me")
    @May(Action.SEE_OWN_RIGHTS)
    @Operation(summary = "Who is signed in")
    public SessionView me() {
        return view(caller.principal(), caller.session());
    }

    private Principal principalOf(SessionToken token) {
        return store.acrossProjects(transaction -> sessions.find(transaction, token)
                        .flatMap(found -> principals.load(transaction, found.user(), Principal.Kind.USER)))
                .orElseThrow(() -> Spoken.unauthorized("The session has ended"));
    }

    private SessionView view(Principal principal, Optional<SessionToken> token) {
        PageQuery page = new PageQuery(Optional.empty(), limits.intOf(Limit.WEB_PAGE_CEILING_COUNT));
        List<SessionView.ProjectRole> roles = projects.list(principal, page).items().stream()
                .map(project -> new SessionView.ProjectRole(
                        project.id(),
                        project.name(),
                        Access.roleOf(principal, project.id()).orElseThrow()))
                .toList();
        return new SessionView(
                principal.name(),
                principal.user(),
                principal.platformAdmin(),
                token.isPresent()
                        && store.inTransaction(
                                transaction -> principals.mustChangePassword(transaction, principal.user())),
                token.map(SessionToken::csrf),
                roles);
    }
}
