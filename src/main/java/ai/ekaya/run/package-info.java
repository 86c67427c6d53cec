/** One run of one package: its outcome, host calls, log and output. */
@NullMarked
package ai.ekaya.run;

import org.jspecify.annotations.NullMarked;
