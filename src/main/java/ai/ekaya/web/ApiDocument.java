package ai.ekaya.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Completes the OpenAPI document with what no resource method says: path parameters that a filter reads, and errors. */
public final class ApiDocument implements OASFilter {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}/]+)}");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        Map<String, PathItem> paths = document.getPaths().getPathItems();
        paths.forEach(
                (path, item) -> item.getOperations().values().forEach(operation -> complete(operation, names(path))));
    }

    private static void complete(Operation operation, List<String> names) {
        for (String name : names) {
            if (!declares(operation, name)) {
                operation.addParameter(parameter(name));
            }
        }
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        operation
                .getResponses()
                .addAPIResponse(
                        "default",
                        OASFactory.createAPIResponse()
                                .description("A problem with a code")
                                .content(OASFactory.createContent()
                                        .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType())));
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
