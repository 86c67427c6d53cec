/** What wakes an app beside people and the clock: its own installation, another schema, a signed request. */
@NullMarked
package ai.ekaya.trigger;

import org.jspecify.annotations.NullMarked;
