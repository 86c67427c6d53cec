/** Packages that projects submit for all of a server: looked over by machine, signed for by a person, published or rejected. */
@NullMarked
package ai.ekaya.review;

import org.jspecify.annotations.NullMarked;
