/**
 * A simulated DVRIP recorder: login, streams on connections of their own or on the control
 * connection, alarms, PTZ, clock, discovery answer, and faults.
 */
package io.vedette.testkit.dvrip;
