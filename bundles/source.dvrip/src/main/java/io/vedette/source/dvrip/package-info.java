/** Driver of Xiongmai cameras and recorders: sockets and threads around bundle {@code dvrip}. */
package io.vedette.source.dvrip;
