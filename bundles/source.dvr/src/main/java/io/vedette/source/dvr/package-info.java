/** Driver of hybrid DVRs: sockets and a thread per session around bundle {@code dvr}. */
package io.vedette.source.dvr;
