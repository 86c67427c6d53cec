/** What a package is: manifest, capabilities, hash; reading an archive. */
@NullMarked
package ai.ekaya.pack;

import org.jspecify.annotations.NullMarked;
