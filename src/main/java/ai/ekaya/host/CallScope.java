package ai.ekaya.host;

import ai.ekaya.appdb.AppId;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What one run's host calls act on and within.
 *
 * @param appSlug the app's name in its project, which is its id for people and in paths
 * @param attempt empty for a preview, which nobody takes up when its server dies
 * @param principal whose rights the run has as it begins
 * @param trigger what started the run, as {@code {"kind": "manual"}}
 * @param declared host functions that the package asks for
 * @param granted host functions that the project allows
 * @param queries approved queries that the package asks for and the project allows, by name
 * @param secrets names, in lower case, of secrets that the package asks for and the project allows
 * @param tools tools that the package asks for and the project allows: the app's own alias to the tool's name
 * @param datasources the app's bindings: alias to datasource
 * @param http what the run may call over HTTP
 * @param data what of the project's data it may let go where
 * @param startMillis the run's clock starts here
 * @param seed feeds the run's random numbers
 * @param now whose rights the run has at this moment; refuses when there are none left
 */
public record CallScope(
        ProjectId project,
        AppId app,
        String appSlug,
        RunId run,
        Optional<Attempt> attempt,
        Principal principal,
        ObjectNode trigger,
        Set<String> declared,
        Set<String> granted,
        Set<String> queries,
        Set<String> secrets,
        Map<String, String> tools,
        Map<String, DatasourceId> datasources,
        HttpReach http,
        DataReach data,
        long startMillis,
        long seed,
        int hostCallsMax,
        Supplier<Principal> now) {

    public CallScope {
        declared = Set.copyOf(declared);
        granted = Set.copyOf(granted);
        queries = Set.copyOf(queries);
        secrets = Set.copyOf(secrets);
        tools = Map.copyOf(tools);
        datasources = Map.copyOf(datasources);
    }

    /** Of a run that keeps the rights with which it begins, as somebody waits for it. */
    public CallScope(
            ProjectId project,
            AppId app,
            String appSlug,
            RunId run,
            Optional<Attempt> attempt,
            Principal principal,
            ObjectNode trigger,
            Set<String> declared,
            Set<String> granted,
            Set<String> queries,
            Set<String> secrets,
            Map<String, String> tools,
            Map<String, DatasourceId> datasources,
            HttpReach http,
            DataReach data,
            long startMillis,
            long seed,
            int hostCallsMax) {
        this(
                project,
                app,
                appSlug,
                run,
                attempt,
                principal,
                trigger,
                declared,
                granted,
                queries,
                secrets,
                tools,
                datasources,
                http,
                data,
                startMillis,
                seed,
                hostCallsMax,
                () -> principal);
    }
}
