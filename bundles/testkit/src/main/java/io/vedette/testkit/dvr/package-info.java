/**
 * A simulated hybrid DVR: control and data port, several channels that play the kit's clips, events
 * on demand, and faults.
 */
package io.vedette.testkit.dvr;
