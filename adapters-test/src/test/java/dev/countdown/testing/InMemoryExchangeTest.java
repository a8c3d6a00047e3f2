package dev.countdown.testing;

import static dev.countdown.testing.ManualScheduler.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CountdownGateway;
import dev.countdown.application.Outcome;
import dev.countdown.application.Scheduler;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InMemoryExchangeTest {

    private static final String CALL = "BTC_USDT-20261225-70000-C";
    private static final String PUT = "BTC_USDT-20261225-70000-P";
    private static final String ETHER = "ETH_USDT-20261225-4000-C";

    private final ManualScheduler time = new ManualScheduler();
    private final InMemoryExchange exchange = InMemoryExchange.on(time);

    private Outcome submit(CountdownGateway gateway, Countdown countdown) {
        return gateway.submit(countdown, Duration.ofSeconds(1))
                .toCompletableFuture()
                .join();
    }

    private void arm(Scope scope, int seconds) {
        submit(exchange.gateway(), Countdown.arm(scope, Timeout.ofSeconds(seconds)));
    }

    private void disarm(Scope scope) {
        submit(exchange.gateway(), Countdown.disarm(scope));
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private boolean open(ExchangeOrder order) {
        return exchange.account(order.user()).order(order.id()).orElseThrow().isOpen();
    }

    @Nested
    class ACountdown {

        @Test
        void itsGatewayIsTheSameEachTimeAndAnotherForEachUser() {
            InMemoryExchange one = InMemoryExchange.on(new ManualScheduler());
            assertThat(one.gateway()).isSameAs(one.gateway()).isSameAs(one.gateway(InMemoryExchange.DEFAULT_USER));
            assertThat(one.gateway("other")).isNotSameAs(one.gateway());
        }

        @Test
        void isAcknowledgedWithItsTriggerTimeAndTheTimeOfReceipt() {
            Countdown countdown = Countdown.arm(Scope.all(), Timeout.ofSeconds(30));
            assertThat(submit(exchange.gateway(), countdown))
                    .isEqualTo(new Outcome.Applied(
                            new Acknowledgement(countdown, Optional.of(START.plusSeconds(30)), Optional.of(START))));
        }

        @Test
        void cancelsTheOrdersOfItsScopeWhenItEndsAndNoOthers() {
            ExchangeOrder call = exchange.account().place(CALL, 1);
            ExchangeOrder ether = exchange.account().place(ETHER, 1);
            arm(Scope.underlying("BTC_USDT"), 5);
            time.advance(Duration.ofMillis(4999));
            assertThat(open(call)).isTrue();
            time.advance(Duration.ofMillis(1));
            assertThat(exchange.account().order(call.id()).orElseThrow().finish())
                    .contains(new ExchangeOrder.Finish(START.plusSeconds(5), "cancelled"));
            assertThat(open(ether)).isTrue();
            assertThat(exchange.firings())
                    .singleElement()
                    .satisfies(fired -> assertThat(fired.cancelled())
                            .extracting(ExchangeOrder::id)
                            .containsExactly(call.id()));
        }

        @Test
        void firesOnceAndLeavesLaterOrdersAlone() {
            arm(Scope.all(), 5);
            pass(5);
            ExchangeOrder later = exchange.account().place(CALL, 1);
            pass(60);
            assertThat(open(later)).isTrue();
            assertThat(exchange.firings()).hasSize(1);
            assertThat(exchange.countdowns()).isEmpty();
        }

        @Test
        void cancelsOrdersPlacedAfterArmingToo() {
            arm(Scope.all(), 5);
            pass(3);
            ExchangeOrder later = exchange.account().place(CALL, 1);
            pass(2);
            assertThat(open(later)).isFalse();
        }

        @Test
        void isReplacedByALongerOne() {
            arm(Scope.all(), 5);
            pass(4);
            arm(Scope.all(), 30);
            pass(29);
            assertThat(exchange.firings()).isEmpty();
            pass(1);
            assertThat(exchange.firings()).hasSize(1);
        }

        @Test
        void isReplacedByAShorterOne() {
            arm(Scope.all(), 30);
            arm(Scope.all(), 5);
            pass(5);
            assertThat(exchange.firings())
                    .extracting(ExchangeEvent.Fired::triggerTime)
                    .containsExactly(START.plusSeconds(5));
            pass(60);
            assertThat(exchange.firings()).hasSize(1);
        }

        @Test
        void isTakenAwayByAZeroForJustItsScope() {
            ExchangeOrder call = exchange.account().place(CALL, 1);
            ExchangeOrder put = exchange.account().place(PUT, 1);
            arm(Scope.all(), 5);
            arm(Scope.contract(PUT), 6);
            disarm(Scope.all());
            pass(10);
            assertThat(open(call)).isTrue();
            assertThat(open(put)).isFalse();
        }

        @Test
        void runsBesideThoseOfOtherScopes() {
            arm(Scope.all(), 5);
            arm(Scope.underlying("BTC_USDT"), 6);
            arm(Scope.contract(CALL), 7);
            arm(Scope.contract(CALL), 8);
            assertThat(exchange.countdowns()).hasSize(3);
            pass(10);
            assertThat(exchange.firings())
                    .extracting(fired -> fired.scope().toString())
                    .containsExactly("all", "underlying:BTC_USDT", "contract:" + CALL);
        }

        @Test
        void neverTouchesAnotherUser() {
            ExchangeOrder mine = exchange.account("alice").place(CALL, 1);
            ExchangeOrder other = exchange.account("bob").place(CALL, 1);
            submit(exchange.gateway("alice"), Countdown.arm(Scope.all(), Timeout.MINIMUM));
            pass(6);
            assertThat(open(mine)).isFalse();
            assertThat(open(other)).isTrue();
        }

        @Test
        void firesAtTheFirstCheckAfterItsDeadlineWithinASecond() {
            time.advance(Duration.ofMillis(123));
            arm(Scope.all(), 5);
            time.advance(Duration.ofMillis(5376));
            assertThat(exchange.firings()).isEmpty();
            time.advance(Duration.ofMillis(1));
            assertThat(exchange.firings()).extracting(ExchangeEvent::at).containsExactly(START.plusMillis(5500));
            assertThat(exchange.firings())
                    .extracting(ExchangeEvent.Fired::triggerTime)
                    .containsExactly(START.plusMillis(5123));
        }

        @Test
        void isRefusedWhereContractAndUnderlyingDisagree() {
            Outcome reply =
                    submit(exchange.gateway(), Countdown.arm(Scope.contract(CALL, "ETH_USDT"), Timeout.MINIMUM));
            assertThat(reply).isInstanceOfSatisfying(Outcome.NotApplied.class, refused -> {
                assertThat(refused.label()).isEqualTo("INVALID_PARAM_VALUE");
                assertThat(refused.retry().allowed()).isFalse();
            });
            assertThat(exchange.countdowns()).isEmpty();
        }

        @Test
        void acceptsAnOlderNameWhoseUnderlyingNobodyCanTell() {
            arm(Scope.contract("BTC-WEEKLY-200824-11000-P", "BTC_USDT"), 5);
            assertThat(exchange.countdowns()).hasSize(1);
        }
    }

    @Nested
    class AnOrder {

        @Test
        void isListedAmendedFilledAndCancelled() {
            ExchangeAccount account = exchange.account();
            ExchangeOrder one = account.place(NewOrder.limit(CALL, 3, "0.5").withText("t-one"));
            ExchangeOrder two = account.place(PUT, -2);
            assertThat(account.openOrders()).containsExactly(one, two);
            assertThat(account.amend(one.id(), 5, "0.6").orElseThrow().terms().price())
                    .isEqualTo("0.6");
            assertThat(account.fill(one.id()).orElseThrow().left()).isZero();
            assertThat(account.cancel(two.id()).orElseThrow().left()).isEqualTo(-2);
            assertThat(account.openOrders()).isEmpty();
            assertThat(account.finishedOrders())
                    .extracting(order -> order.finish().orElseThrow().as())
                    .containsExactly("filled", "cancelled");
            assertThat(account.cancel(one.id())).isEmpty();
            assertThat(account.amend(one.id(), 1, "1")).isEmpty();
        }

        @Test
        void isOverAtOnceIfItIsImmediateOrCancel() {
            ExchangeOrder order =
                    exchange.account().place(NewOrder.limit(CALL, 1, "1").withTif(NewOrder.TimeInForce.IOC));
            assertThat(order.finish().orElseThrow().as()).isEqualTo("ioc");
        }

        @Test
        void isUnknownToOtherUsers() {
            ExchangeOrder order = exchange.account("alice").place(CALL, 1);
            assertThat(exchange.account("bob").order(order.id())).isEmpty();
            assertThat(exchange.account("bob").cancel(order.id())).isEmpty();
        }
    }

    @Nested
    class TheExchange {

        @Test
        void forgetsItsTimersInARestartUnlessToldToKeepThem() {
            ExchangeOrder order = exchange.account().place(CALL, 1);
            arm(Scope.all(), 5);
            exchange.restart(true);
            assertThat(exchange.countdowns()).hasSize(1);
            exchange.restart(false);
            pass(60);
            assertThat(open(order)).isTrue();
        }

        @Test
        void hasAClockOfItsOwn() {
            exchange.clockOffset(Duration.ofSeconds(100));
            arm(Scope.all(), 5);
            assertThat(exchange.countdowns().get(0).triggerTime()).isEqualTo(START.plusSeconds(105));
            pass(5);
            assertThat(exchange.firings()).hasSize(1);
        }

        @Test
        void firesWhileTheClientIsSuspended() {
            arm(Scope.all(), 5);
            time.stepWall(Duration.ofHours(1));
            time.suspend(Duration.ofSeconds(5));
            assertThat(exchange.firings()).extracting(ExchangeEvent::at).containsExactly(START.plusSeconds(5));
        }

        @Test
        void tellsWhoRenewedWhatAndWhen() {
            arm(Scope.all(), 30);
            pass(7);
            arm(Scope.all(), 30);
            submit(exchange.gateway("bob"), Countdown.arm(Scope.all(), Timeout.MINIMUM));
            assertThat(exchange.renewals("demo"))
                    .extracting(ExchangeEvent::at)
                    .containsExactly(START, START.plusSeconds(7));
            assertThat(exchange.history()).hasSize(3);
        }

        @Test
        void setsNoTimerForARenewal() {
            AtomicInteger timers = new AtomicInteger();
            InMemoryExchange counted = InMemoryExchange.on(new Scheduler() {
                @Override
                public long nanoTime() {
                    return time.nanoTime();
                }

                @Override
                public long wallMillis() {
                    return time.wallMillis();
                }

                @Override
                public Timer schedule(Duration delay, Runnable task) {
                    timers.incrementAndGet();
                    return time.schedule(delay, task);
                }
            });
            for (int i = 0; i < 10_000; i++) {
                submit(counted.gateway(), Countdown.arm(Scope.all(), Timeout.ofSeconds(30)));
                time.advance(Duration.ofMillis(10));
            }
            assertThat(timers).as("one each 30 s").hasValueLessThan(6);
            assertThat(counted.firings()).isEmpty();
            Instant last = counted.renewals("demo").get(9_999).at();
            pass(31);
            assertThat(counted.firings())
                    .extracting(ExchangeEvent.Fired::triggerTime)
                    .containsExactly(last.plusSeconds(30));
        }
    }
}
