/**
 * The benchmark: simulated cameras, viewers and replays against a recorder in a process of its own,
 * and what that cost. Run by {@code ./vedette bench}; see docs/ref/bench.md.
 */
package io.vedette.testkit.bench;
