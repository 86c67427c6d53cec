/** Which language model a project has, and how one is asked (docs/llm.md). */
@NullMarked
package ai.ekaya.llm;

import org.jspecify.annotations.NullMarked;
