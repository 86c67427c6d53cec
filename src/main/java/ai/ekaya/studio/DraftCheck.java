package ai.ekaya.studio;

import ai.ekaya.install.PackageSteps;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.sandbox.Sandbox;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a draft before it runs: as a package, as code, in the host functions that its text calls, and in what it asks for and cannot use. Thread-safe. */
@Singleton
public final class DraftCheck {
    private static final Pattern PLACE = Pattern.compile("(?s)([^\\s:]+\\.js(?::\\d+){0,2}): (.*)");
    private static final Pattern CALL =
            Pattern.compile("\\bhost\\s*\\.\\s*([a-zA-Z]+(?:\\s*\\.\\s*[a-zA-Z]+)?)\\s*\\(");

    /** As authors call them, and their names in capabilities.json; log is called by level. */
    static final Map<String, String> WIRE_NAMES = Map.ofEntries(
            Map.entry("db.query", "db_query"),
            Map.entry("datasource.query", "datasource_query"),
            Map.entry("datasource.execute", "datasource_execute"),
            Map.entry("datasource.references", "approved_query_refs"),
            Map.entry("datasource.schema", "datasource_schema"),
            Map.entry("datasource.statistics", "datasource_statistics"),
            Map.entry("datasource.list", "list_datasources"),
            Map.entry("http.request", "http_request"),
            Map.entry("llm.generate", "llm_generate"),
            Map.entry("secrets.exists", "secret_exists"),
            Map.entry("tools.invoke", "mcp_tool_invoke"),
            Map.entry("state.get", "state_get"),
            Map.entry("state.set", "state_set"),
            Map.entry("auth.context", "get_auth_context"),
            Map.entry("notify", "notify"),
            Map.entry("progress", "progress"),
            Map.entry("now", "now_millis"),
            Map.entry("randomBytes", "random_bytes"),
            Map.entry("log.debug", "log"),
            Map.entry("log.info", "log"),
            Map.entry("log.warn", "log"),
            Map.entry("log.error", "log"));

    private final Sandbox sandbox;
    private final Limits limits;

    @Inject
    DraftCheck(Sandbox sandbox, Limits limits) {
        this.sandbox = sandbox;
        this.limits = limits;
    }

    public List<ReadResult.Finding> findings(ReadResult result) {
        return switch (result) {
            case ReadResult.Rejected(List<ReadResult.Finding> findings) -> findings;
            case ReadResult.Verified(AppPackage read) -> {
                List<ReadResult.Finding> findings = new ArrayList<>();
                code(read, findings);
                findings.addAll(UnusedParts.of(read.capabilities()));
                if (read.code() instanceof AppPackage.Code.JavaScript(SortedMap<String, String> files)) {
                    undeclared(files, read, findings);
                }
                yield findings;
            }
        };
    }

    /** The names of all host functions, as capabilities.json has them. */
    public static Set<String> wireNames() {
        return Set.copyOf(WIRE_NAMES.values());
    }

    private void code(AppPackage read, List<ReadResult.Finding> findings) {
        try {
            PackageSteps.check(read, sandbox, limits);
        } catch (Refusal refusal) {
            Matcher place = PLACE.matcher(refusal.reason());
            findings.add(
                    place.matches()
                            ? new ReadResult.Finding(place.group(1), place.group(2))
                            : new ReadResult.Finding("app", refusal.reason()));
        }
    }

    /** By text, so it sees neither {@code const {db} = host} nor what is built at run time: the gate is what refuses. */
    private static void undeclared(
            SortedMap<String, String> files, AppPackage read, List<ReadResult.Finding> findings) {
        Set<String> told = new HashSet<>(read.capabilities().hostFunctions());
        files.forEach((path, source) -> {
            int number = 0;
            for (String line : source.lines().toList()) {
                number++;
                undeclared(path + ":" + number, line, told, findings);
            }
        });
    }

    private static void undeclared(String place, String line, Set<String> told, List<ReadResult.Finding> findings) {
        Matcher call = CALL.matcher(line);
        while (call.find()) {
            String name = WIRE_NAMES.get(call.group(1).replaceAll("\\s", ""));
            if (name != null && !line.substring(0, call.start()).contains("//") && told.add(name)) {
                findings.add(new ReadResult.Finding(
                        place + ":" + (call.start() + 1),
                        "The app calls host." + call.group(1) + " and capabilities.json does not declare '" + name
                                + "' in hostFunctions"));
            }
        }
    }
}
