/**
 * HTTP as our API speaks it: router, strict JSON, problems, ranges.
 *
 * <p>In: what every resource needs. Not in: anything about cameras or recordings (package {@code
 * resource}).
 */
package io.vedette.web.http;
