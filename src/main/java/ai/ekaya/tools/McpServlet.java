package ai.ekaya.tools;

import ai.ekaya.web.Answer;
import ai.ekaya.web.Api;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /mcp/{project}}: the address that MCP clients are given. It leads to {@link McpResource}, behind the API's filters. */
@WebServlet("/mcp/*")
public class McpServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** One part, without what would be another one once it is read. */
    private static final Pattern ADDRESS =
            Pattern.compile("/mcp/((?!\\.{1,2}$)(?:[A-Za-z0-9._~-]|%(?!2[eEfF]|5[cC])[0-9A-Fa-f]{2})+)");

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Matcher address = ADDRESS.matcher(request.getRequestURI());
        if (address.matches()) {
            // With the query, in which a token is refused.
            String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
            request.getRequestDispatcher(Api.PATH + "/projects/" + address.group(1) + "/mcp" + query)
                    .forward(request, response);
        } else {
            Answer.problem(response, HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
