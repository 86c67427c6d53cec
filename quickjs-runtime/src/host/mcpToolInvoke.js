/**
 * Guest side of `host.tools.invoke`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const mcpToolInvoke = (ask) =>
  /** @param {string} tool @param {Record<string, unknown>} [args] */
  function invoke(tool, args = {}) {
    return ask('mcp_tool_invoke', { arguments: args }, 'tool', tool);
  };
