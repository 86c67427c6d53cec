package ai.ekaya.tools;

import ai.ekaya.oidc.ProviderSettings;
import ai.ekaya.web.Answer;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /.well-known/oauth-protected-resource/mcp/{project}}: which identity provider gives tokens for an MCP server. It says the same
 * of every project, whether there is such a one or not.
 */
@WebServlet(McpAddress.WELL_KNOWN + "/*")
public class McpMetadataServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final List<String> READING = List.of("GET", "HEAD");
    private static final Pattern ADDRESS = Pattern.compile(McpAddress.WELL_KNOWN + "/mcp/([A-Za-z0-9._~%-]{1,300})");

    // Asked for late: what it is made of is there once the server has what it needs.
    private final transient Instance<ProviderSettings> provider;

    @Inject
    public McpMetadataServlet(Instance<ProviderSettings> provider) {
        this.provider = provider;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher address = ADDRESS.matcher(request.getRequestURI());
        if (!READING.contains(request.getMethod())) {
            response.setHeader("Allow", String.join(", ", READING));
            Answer.problem(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else if (!address.matches()) {
            Answer.problem(response, HttpServletResponse.SC_NOT_FOUND);
        } else {
            response.setContentType("application/json;charset=UTF-8");
            String host = request.getHeader("Host");
            String document = McpAddress.document(
                            provider.get(), request.getScheme(), host == null ? "localhost" : host, address.group(1))
                    .toString();
            response.getOutputStream().write(document.getBytes(StandardCharsets.UTF_8));
        }
    }
}
