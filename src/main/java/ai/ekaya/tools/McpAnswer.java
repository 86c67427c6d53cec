package ai.ekaya.tools;

import java.util.Optional;

/**
 * What a client's message is answered with.
 *
 * @param status of HTTP
 * @param json one JSON-RPC message; empty for what is not answered, such as a notification
 */
record McpAnswer(int status, Optional<String> json) {}
