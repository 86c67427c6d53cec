/** Every number that bounds something, in one place, with unit, default, reason and config key; and the one form of refusal. */
@NullMarked
package ai.ekaya.limits;

import org.jspecify.annotations.NullMarked;
