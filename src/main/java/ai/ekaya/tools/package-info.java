/** What can be asked of a project by name: by people's MCP clients, by apps, and over REST; one decision for all of them. */
@NullMarked
package ai.ekaya.tools;

import org.jspecify.annotations.NullMarked;
