/**
 * The machine that decides when a keeper sends what, and what it may claim: time, outcomes and verdicts go in, effects come
 * out. It has no clock, no thread and no I/O.
 *
 * <p>Start at {@link dev.countdown.application.machine.Heartbeat}. What is known of the requests is in {@link
 * dev.countdown.application.machine.RequestHistory}, and what a reader computes from it at any moment, in {@link
 * dev.countdown.application.machine.Snapshot}. The rules stand in {@code domain/README.md}.
 *
 * <p>This package is not exported: it is public only for {@code dev.countdown.application.keeper}, and changes without
 * notice.
 */
@NullMarked
package dev.countdown.application.machine;

import org.jspecify.annotations.NullMarked;
