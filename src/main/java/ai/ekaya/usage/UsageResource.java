package ai.ekaya.usage;

import ai.ekaya.identity.Action;
import ai.ekaya.identity.Caller;
import ai.ekaya.identity.May;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a project has used today and in the last days, and how much it may. */
@Path("projects/{p}/usage")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public final class UsageResource {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Caller caller;
    private final Budgets budgets;
    private final RateSettings rates;
    private final UsageNames names;
    private final Limits limits;

    @Inject
    public UsageResource(Caller caller, Budgets budgets, RateSettings rates, UsageNames names, Limits limits) {
        this.caller = caller;
        this.budgets = budgets;
        this.rates = rates;
        this.names = names;
        this.limits = limits;
    }

    /** Used of a budget; an app without one may use what its project may. */
    public record Used(long spent, Optional<Long> budget) {}

    /** An app's day. */
    public record AppView(String app, Map<Meter, Used> meters) {}

    /** What an app used on a day. */
    public record DayView(LocalDate day, String app, Map<Meter, Long> spent) {}

    /**
     * Calls by the minute: of an app, of one of its functions, or of a tool; of all the project's apps where none of them is said.
     *
     * @param used in this minute, of all servers
     */
    public record RateView(
            Optional<String> app,
            Optional<String> function,
            Optional<String> tool,
            long perMinute,
            long used,
            long refusedToday) {
        static RateView of(RateSettings.Standing standing) {
            RateKey key = standing.key();
            return new RateView(
                    said(key.app()),
                    said(key.function()),
                    said(key.tool()),
                    standing.perMinute(),
                    standing.used(),
                    standing.refusedToday());
        }

        private static Optional<String> said(String name) {
            return Optional.of(name).filter(text -> !text.isEmpty());
        }
    }

    /** What a rate is to be; {@code perMinute} null takes it away, and has to be said: else who forgets it would take a rate away. */
    public record NewRate(
            @Nullable String app,
            @Nullable String function,
            @Nullable String tool,

            @JsonProperty(required = true) @Schema(required = true, nullable = true) @Nullable
            Long perMinute) {}

    /**
     * A project's account: today's, with budgets, the days before, and the rates of this minute.
     *
     * @param communityTokens those of {@code tokens} that the platform's own model took today, of its quota; absent where it took none
     */
    public record UsageView(
            LocalDate day,
            Instant resetsAt,
            Map<Meter, Used> project,
            Optional<Used> communityTokens,
            List<AppView> apps,
            List<RateView> rates,
            List<DayView> days) {}

    @GET
    @May(Action.SEE_PROJECT)
    @Operation(
            summary = "What the project used today and on the days before, of what it may",
            description =
                    "Days are of UTC. Runs that have not ended are not in it. ?days=1 to 31, default 7, newest first.")
    public UsageView usage(@QueryParam("days") @DefaultValue("7") int days) {
        long most = limits.of(Limit.USAGE_KEPT_DAYS_COUNT);
        if (days < 1 || days > most) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'days' is " + days + ", expected 1 to " + most);
        }
        Account account = budgets.account(caller.project());
        TreeSet<String> apps = new TreeSet<>(account.spentByApp().keySet());
        account.budgets().keySet().stream()
                .map(BudgetTable.Key::app)
                .filter(app -> !app.equals(Account.PROJECT))
                .forEach(apps::add);
        return new UsageView(
                account.day(),
                account.resetsAt(),
                used(account, Account.PROJECT),
                Optional.of(budgets.communityTokens(caller.project(), account.day()))
                        .filter(spent -> spent > 0)
                        .map(spent ->
                                new Used(spent, Optional.of(limits.of(Limit.LLM_COMMUNITY_TOKENS_PER_DAY_COUNT)))),
                apps.stream().map(app -> new AppView(app, used(account, app))).toList(),
                rates.standings(caller.project()).stream().map(RateView::of).toList(),
                budgets.days(caller.project(), days).stream()
                        .map(day -> new DayView(day.day(), day.app(), spent(day.spent())))
                        .toList());
    }

    @PUT
    @Path("budgets/project")
    @May(Action.MANAGE_BUDGETS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set how much the project may use in a day: {runs, fuel, sqlMillis, egressBytes, tokens}",
            description =
                    "What is null or absent is what the server gives every project. A project that has used it up runs nothing until"
                            + " the day ends; its runs are refused with LIMIT; of tokens its calls of a model are, and its runs go on.")
    public UsageView project(Map<String, @Nullable Long> perDay) {
        return put(Account.PROJECT, perDay);
    }

    @PUT
    @Path("budgets/apps/{app}")
    @May(Action.MANAGE_BUDGETS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Set how much an app may use of its project's budget in a day: {runs, fuel, sqlMillis, egressBytes, tokens}",
            description =
                    "By its slug; of an app that is gone they can only be taken away. What is null or absent is bounded by the project's budget alone.")
    public UsageView app(@PathParam("app") String app, Map<String, @Nullable Long> perDay) {
        if (!SLUG.matcher(app).matches()) {
            throw new Refusal(RefusalCode.NOT_FOUND, "There is no app of such a name");
        }
        boolean sets = perDay.values().stream().anyMatch(Objects::nonNull);
        if (sets && !names.hasApp(caller.project(), app)) {
            throw new Refusal(
                    RefusalCode.NOT_FOUND,
                    "The project has no app '" + app + "'; its budgets are set once it is installed");
        }
        return put(app, perDay);
    }

    @PUT
    @Path("rates")
    @May(Action.MANAGE_BUDGETS)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set how many calls there may be in a minute: {app?, function?, tool?, perMinute}",
            description =
                    "Of an app, of one of its host functions, of a tool, or, where none of them is said, of all the project's apps. perMinute"
                            + " null is what the server gives. More calls are refused with RATE_LIMITED until the next minute begins.")
    public UsageView rate(NewRate rate) {
        requireNoBlank("app", rate.app());
        requireNoBlank("function", rate.function());
        requireNoBlank("tool", rate.tool());
        RateKey key = new RateKey(orEmpty(rate.app()), orEmpty(rate.function()), orEmpty(rate.tool()));
        if (rate.perMinute() != null) {
            requireKnown(key.checked());
        }
        rates.put(caller.principal(), caller.project(), key, Optional.ofNullable(rate.perMinute()));
        return usage(1);
    }

    /** Only to set one: what is left of an app or a tool that is gone can be taken away. */
    private void requireKnown(RateKey key) {
        if (!key.app().isEmpty() && !names.hasApp(caller.project(), key.app())) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'app' is '" + key.app() + "', which the project has not");
        }
        if (!key.tool().isEmpty() && !names.hasTool(caller.project(), key.tool())) {
            throw new Refusal(
                    RefusalCode.BAD_ARGUMENT,
                    "'tool' is '" + key.tool() + "', which the project has not; GET …/tools lists them");
        }
    }

    /** Left out it means all of them, which a script with an empty variable does not mean. */
    private static void requireNoBlank(String member, @Nullable String value) {
        if (value != null && value.isBlank()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'" + member + "' is blank; leave it out for all, or name one");
        }
    }

    private static String orEmpty(@Nullable String name) {
        return name == null ? "" : name;
    }

    private UsageView put(String app, Map<String, @Nullable Long> perDay) {
        Map<Meter, Optional<Long>> given = new LinkedHashMap<>();
        Stream.of(Meter.values()).forEach(meter -> given.put(meter, Optional.empty()));
        perDay.forEach((meter, budget) -> given.put(Meter.parse(meter), Optional.ofNullable(budget)));
        budgets.put(caller.principal(), caller.project(), app, given);
        return usage(1);
    }

    private static Map<Meter, Used> used(Account account, String app) {
        Map<Meter, Used> used = new LinkedHashMap<>();
        Arrays.stream(Meter.values())
                .forEach(meter -> used.put(meter, new Used(account.spent(app).of(meter), account.budget(app, meter))));
        return used;
    }

    private static Map<Meter, Long> spent(Spent spent) {
        Map<Meter, Long> byMeter = new LinkedHashMap<>();
        Arrays.stream(Meter.values()).forEach(meter -> byMeter.put(meter, spent.of(meter)));
        return byMeter;
    }
}
