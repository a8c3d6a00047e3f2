package dev.countdown.bootstrap.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.probe.OrderTrial.Look;
import dev.countdown.bootstrap.probe.OrderTrial.Over;
import dev.countdown.bootstrap.probe.OwnOrders.Standing;
import dev.countdown.domain.ClockReading;
import dev.countdown.http.Market;
import dev.countdown.testing.ManualScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is concluded of an exchange that is slower than the simulator, or cancels one order after the other. */
class OrderTrialTest {

    private static final String OPEN = "{\"id\":1,\"status\":\"open\"}";
    private static final String GONE = "{\"id\":1,\"status\":\"finished\",\"finish_as\":\"cancelled\"}";
    private static final String GONE_AT =
            "{\"id\":1,\"status\":\"finished\",\"finish_as\":\"cancelled\",\"finish_time\":";
    private static final Subject FUTURE = new Subject(Market.FUTURES_USDT, "BTC_USDT");

    private final Exchange exchange = new Exchange();
    private final Conversation with = new Conversation(exchange);
    private final OrderTrial trial = new OrderTrial(
            with, FUTURE, new OwnOrders(FUTURE.market(), Set.of()), OrderTerms.of(FUTURE.market(), "1", "1"));

    /** Shows an order as it was told to, one answer after the other, the last of them again and again. */
    private static final class Exchange implements Wire {
        private final ManualScheduler clock = new ManualScheduler();
        private final ArrayDeque<String> looks = new ArrayDeque<>();
        private Duration lookTakes = Duration.ofMillis(10);

        @Override
        public Reply send(Call call, String timestamp) {
            ClockReading sent = clock.read();
            String body = "{\"triggerTime\":\"0\"}";
            if (call.target().contains("orders?")) {
                body = "[]";
            } else if (call.target().endsWith("orders")) {
                body = OPEN;
            } else if (call.method().equals("GET")) {
                clock.advance(lookTakes);
                body = looks.size() > 1 ? looks.remove() : looks.element();
            }
            return new Reply(200, Map.of(), body, 0, sent, clock.read());
        }

        @Override
        public Scheduler clock() {
            return clock;
        }

        @Override
        public void pause(Duration span) {
            clock.advance(span);
        }
    }

    private Over fired(String body) {
        exchange.looks.add(body);
        Look look = trial.look(trial.place());
        exchange.looks.clear();
        return new Over(look.order(), look.reply().sent(), look.reply());
    }

    private long later(Duration span) {
        return exchange.clock.nanoTime() + span.toNanos();
    }

    @Test
    void anOrderThatIsCancelledALittleLaterIsCancelledByTheSameFiring() {
        Standing other = trial.place();
        Over fired = fired(GONE);
        exchange.looks.addAll(List.of(OPEN, GONE));
        assertThat(trial.isCancelledToo(other, fired, later(Duration.ofSeconds(10))))
                .isTrue();
    }

    @Test
    void anOrderThatStandsThreeSecondsLaterIsSpared() {
        Standing other = trial.place();
        Over fired = fired(GONE);
        exchange.looks.add(OPEN);
        assertThat(trial.isCancelledToo(other, fired, later(Duration.ofSeconds(10))))
                .isFalse();
    }

    @Test
    void whatIsSeenOnlyAfterTheNextFiringIsAskedAgainWithALongerCountdown() {
        Standing other = trial.place();
        Over fired = fired(GONE);
        exchange.looks.add(GONE);
        assertThat(trial.timeout()).isEqualTo(12);
        assertThatThrownBy(() -> trial.isCancelledToo(other, fired, later(Duration.ZERO)))
                .isInstanceOf(Conversation.NoAnswer.class);
        assertThat(trial.timeout()).isEqualTo(24);
    }

    @Test
    void butNotWhereTheExchangeSaysThatBothWereOverTogether() {
        Standing other = trial.place();
        Over fired = fired(GONE_AT + "1700000000.5}");
        exchange.looks.add(GONE_AT + "1700000001.2}");
        assertThat(trial.isCancelledToo(other, fired, later(Duration.ZERO))).isTrue();
    }

    @Test
    void anOrderThatIsSeenAfterTheLongerCountdownTellsNothingOfTheShorter() {
        trial.firings().add(new Firings.Firing("1", true, Range.at(0)));
        TopicFinding unknown = TopicFinding.notKnown(Topic.REPEAT, "");
        exchange.looks.add(GONE);
        assertThat(new TimerOrders(trial).ask(List.of(unknown)).get(0).seen()).contains("replaces");
        exchange.lookTakes = Duration.ofSeconds(70);
        assertThat(new TimerOrders(trial).ask(List.of(unknown)).get(0).seen()).isEmpty();
    }

    @Test
    void aCountdownThatDoesNotFireIsSaidSo() {
        exchange.looks.add(OPEN);
        List<TopicFinding> found = new OrdersQuestion(trial).ask();
        assertThat(found).allMatch(finding -> finding.seen().isEmpty());
        assertThat(trial.firings().finding().seen()).contains("not within 30 s");
    }
}
