/** Which apps a project has, at which version, with which grants, settings and schedule. */
@NullMarked
package ai.ekaya.install;

import org.jspecify.annotations.NullMarked;
