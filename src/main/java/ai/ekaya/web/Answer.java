package ai.ekaya.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Problem JSON outside JAX-RS, for errors that HTTP itself knows. */
public final class Answer {
    private Answer() {}

    public static void problem(HttpServletResponse response, int status) throws IOException {
        problem(response, status, detail(status));
    }

    static void problem(HttpServletResponse response, int status, String detail) throws IOException {
        Problem problem = Problem.of(status, Problem.code(status), detail);
        response.setStatus(status);
        response.setContentType(Problem.MEDIA_TYPE + ";charset=UTF-8");
        response.getOutputStream().write(problem.toJson().getBytes(StandardCharsets.UTF_8));
    }

    private static String detail(int status) {
        return switch (status) {
            case 401 -> "This address needs a bearer token";
            case 404 -> "There is nothing at this address";
            case 405 -> "This address does not take this method";
            default -> status < 500 ? "The request could not be read" : "The server made a mistake; its log has more";
        };
    }
}
