package ai.ekaya.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Completes the OpenAPI document with what no resource method says: path parameters that a filter reads, and errors. */
public final class ApiDocument implements OASFilter {
    /** Posting to these makes something and answers 201. */
    private static final Set<String> MAKERS = Set.of(
            "/projects",
            "/users",
            "/tokens",
            "/projects/{p}/apps",
            "/projects/{p}/apps/{app}/triggers",
            "/projects/{p}/group-roles",
            "/projects/{p}/service-tokens",
            "/projects/{p}/datasources",
            "/projects/{p}/drafts",
            "/projects/{p}/catalog/apps",
            "/projects/{p}/submissions",
            "/projects/{p}/queries");

    private static final String PUBLISH = "/projects/{p}/drafts/{d}/publish";
    private static final String RUNS = "/projects/{p}/apps/{app}/runs";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}/]+)}");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        // The server would write what the caller's Host header says.
        document.setServers(List.of(OASFactory.createServer().url("/")));
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        Map<String, PathItem> paths = document.getPaths().getPathItems();
        paths.forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
            declareParameters(operation, names(path));
            declareResponses(method, path, operation);
        }));
    }

    private static void declareParameters(Operation operation, List<String> names) {
        for (String name : names) {
            if (!declares(operation, name)) {
                operation.addParameter(parameter(name));
            }
        }
    }

    private static void declareResponses(PathItem.HttpMethod method, String path, Operation operation) {
        APIResponses responses =
                operation.getResponses() == null ? OASFactory.createAPIResponses() : operation.getResponses();
        operation.setResponses(responses);
        String resource = path.startsWith(Api.PATH) ? path.substring(Api.PATH.length()) : path;
        if (method == PathItem.HttpMethod.POST && MAKERS.contains(resource)) {
            responses.addAPIResponse("201", success(responses, "Made; Location, where it is given, is its address"));
            responses.removeAPIResponse("200");
        } else if (method == PathItem.HttpMethod.POST && resource.equals(PUBLISH)) {
            responses.addAPIResponse(
                    "201",
                    success(responses, "Published or installed; Location is the address of the version or the app"));
            responses.addAPIResponse("200", success(responses, "Updated the app that was there"));
        } else if (method == PathItem.HttpMethod.POST && resource.equals(RUNS)) {
            responses.addAPIResponse("202", success(responses, "Runs; Location is the run's address"));
            responses.addAPIResponse("200", success(responses, "Ended within ?wait"));
        }
        problems(path).forEach((status, description) -> responses.addAPIResponse(status, problem(description)));
        responses.addAPIResponse("default", problem("A problem with a code"));
    }

    private static APIResponse success(APIResponses responses, String description) {
        APIResponse given = responses.getAPIResponse("200");
        APIResponse made = OASFactory.createAPIResponse().description(description);
        return given == null ? made : made.content(given.getContent());
    }

    private static Map<String, String> problems(String path) {
        Map<String, String> problems = new TreeMap<>(Map.of(
                "400", "The request cannot be read, or an argument is wrong",
                "401", "Nobody is signed in",
                "403", "The caller may not do this",
                "429", "Too many requests; Retry-After says when to come again, where that helps"));
        if (path.contains("{")) {
            problems.put("404", "There is no such thing, or the caller may not see it");
        }
        return problems;
    }

    private static APIResponse problem(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType()));
    }

    private static boolean declares(Operation operation, String name) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(each -> each.getIn() == Parameter.In.PATH && name.equals(each.getName()));
    }

    private static Parameter parameter(String name) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.PATH)
                .required(true)
                .description(name.equals("p") ? "A project's id or name" : name)
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING));
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(path);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
