/** What all resources share: problem JSON, paging, security headers. */
@NullMarked
package ai.ekaya.web;

import org.jspecify.annotations.NullMarked;
