/**
 * An exchange for tests, and what else a test of a dead man's switch needs.
 *
 * <p>Start at {@link dev.countdown.testing.InMemoryExchange}, which takes the exchange's place in one line, on a {@link
 * dev.countdown.testing.ManualScheduler} where a whole trading day passes in milliseconds; {@link
 * dev.countdown.testing.ExchangeExtension} hands both to a JUnit test, and {@link dev.countdown.testing.ExchangeAssert}
 * asks what became of the orders.
 *
 * <p>Then make it hard: {@link dev.countdown.testing.UnreliableGateway} loses, delays and refuses what passes through it,
 * from a seed or by a {@link dev.countdown.testing.FaultScript}; {@link dev.countdown.testing.simulator.ExchangeSimulator} puts the
 * same exchange behind HTTP, for clients of any language; {@link dev.countdown.testing.RecordingListener} keeps what a
 * keeper told.
 *
 * <p>Two more are for a platform's build: {@link dev.countdown.testing.contract.CountdownGatewayContract} holds a gateway of its
 * own to the rules of ours, {@link dev.countdown.testing.architecture.HexagonRules} its layers to theirs. They need JUnit and ArchUnit,
 * which the platform brings; nothing else in here does, but for the extension.
 */
@NullMarked
package dev.countdown.testing;

import org.jspecify.annotations.NullMarked;
