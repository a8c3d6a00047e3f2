package dev.countdown.application.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Deadline;
import dev.countdown.application.Outcome;
import dev.countdown.application.Retry;
import dev.countdown.application.machine.SendPermit;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AccountQueueTest {

    private static final long SECOND = 1_000_000_000;
    private static final Outcome APPLIED = new Outcome.Applied(Acknowledgement.of(Countdown.disarm(Scope.all())));

    private final List<Runnable> timers = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();

    private final SetTime time = new SetTime() {
        {
            now = -5;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            long at = now + delay.toNanos();
            timers.add(() -> {
                if (now >= at) {
                    task.run();
                }
            });
            return timers::clear;
        }
    };

    private final AccountQueue queue = new AccountQueue(new RequestBudget(2, Duration.ofSeconds(10)), time);

    private final List<SendPermit> permits = new ArrayList<>();
    private final List<Outcome> heard = new ArrayList<>();
    private final Map<String, Consumer<Outcome>> replies = new HashMap<>();

    private void submit(String name, long left) {
        submit(name, left * SECOND, answered(name));
    }

    private Predicate<Consumer<Outcome>> answered(String name) {
        return heard -> {
            heard.accept(APPLIED);
            return sent.add(name);
        };
    }

    private void submit(String name, long claim, Predicate<Consumer<Outcome>> send) {
        SendPermit permit = new SendPermit();
        permits.add(permit);
        queue.submit(permit, new Deadline(time.now, Duration.ofSeconds(4)), claim, send, heard::add);
    }

    private void at(double seconds) {
        time.now = -5 + (long) (seconds * SECOND);
        List.copyOf(timers).forEach(Runnable::run);
    }

    @Test
    void sendsAtOnceWhileTheWindowHasRoom() {
        submit("a", 20);
        submit("b", 10);
        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void whoseClaimEndsFirstIsSentFirstOnceTheWindowHasRoom() {
        submit("a", 20);
        at(1);
        submit("b", 20);
        at(9);
        submit("later", 20);
        submit("sooner", 10);
        assertThat(sent).hasSize(2);
        at(10);
        assertThat(sent).hasSize(3).endsWith("sooner");
        at(11);
        assertThat(sent).hasSize(4).endsWith("later");
    }

    @Test
    void whoHasNothingToLoseIsSentLast() {
        submit("a", 20);
        submit("b", 20);
        at(9);
        submit("new", AccountQueue.NOTHING_TO_LOSE, answered("new"));
        submit("fired", -5);
        submit("armed", 600);
        at(10);
        assertThat(sent).containsExactly("a", "b", "fired", "armed");
    }

    @Test
    void whoWaitedHalfItsDeadlineComesBackUnsent() {
        submit("a", 20);
        submit("b", 20);
        submit("c", 20);
        at(2);
        heard.clear();
        at(2.1);
        assertThat(heard)
                .containsExactly(new Outcome.NotApplied(
                        "NOT_SENT", "the account's request budget is used up", Retry.after(Duration.ofMillis(7_900))));
        at(10);
        assertThat(sent).hasSize(2);
    }

    @Test
    void whatIsTakenBackIsNeverSentAndHoldsUpNobody() {
        submit("a", 20);
        submit("b", 20);
        at(9);
        submit("c", 10);
        submit("d", 20);
        assertThat(permits.get(2).revoke()).isTrue();
        at(10);
        assertThat(sent).containsExactly("a", "b", "d");
        assertThat(heard).containsOnly(APPLIED);
    }

    @Test
    void whatIsNotSentWhenItsTurnComesTakesNothingFromTheBudget() {
        submit("a", 20);
        at(9);
        for (int i = 0; i < 10; i++) {
            submit("dead", 5, heard -> false);
        }
        submit("b", 20);
        submit("c", 20);
        at(10);
        assertThat(sent).containsExactly("a", "b", "c");
    }

    private void submitAndLetWait(String name) {
        submit(name, 20, heard -> {
            replies.put(name, heard);
            return sent.add(name);
        });
    }

    /** The exchange counts it when it arrives: the latest moment of that is the reply. */
    @Test
    void theWindowOfARequestBeginsWithItsReply() {
        submitAndLetWait("a");
        submitAndLetWait("b");
        at(3);
        replies.get("a").accept(APPLIED);
        at(3.5);
        replies.get("b").accept(APPLIED);
        at(12.9);
        submit("c", 20);
        submit("d", 20);
        assertThat(sent).containsExactly("a", "b");
        at(13);
        assertThat(sent).containsExactly("a", "b", "c");
        at(13.5);
        assertThat(sent).containsExactly("a", "b", "c", "d");
    }

    @Test
    void orWithItsDeadlineWhereNoReplyComes() {
        submitAndLetWait("a");
        submitAndLetWait("b");
        at(13.9);
        submit("c", 20);
        assertThat(sent).hasSize(2);
        at(14);
        assertThat(sent).containsExactly("a", "b", "c");
    }

    @Test
    void aReplyLetsTheNextOneGoAsSoonAsItsWindowIsOver() {
        submitAndLetWait("a");
        submitAndLetWait("b");
        at(1);
        replies.get("a").accept(APPLIED);
        at(10);
        submit("c", 20);
        replies.get("b").accept(APPLIED);
        at(11);
        assertThat(sent).containsExactly("a", "b", "c");
    }

    @Test
    void aFewStartAtOnceAndTheOthersAtThePaceOfRenewals() {
        AccountQueue wide = new AccountQueue(new RequestBudget(200, Duration.ofSeconds(10)), time);
        long[] waits = LongStream.generate(wide::untilStart).limit(12).toArray();
        long pace = 62_500_000;
        assertThat(waits).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, pace, 2 * pace, 3 * pace, 4 * pace);
        at(60);
        assertThat(wide.untilStart()).isZero();
    }

    @Test
    void noMoreStartAtOnceThanTheBudgetAllows() {
        assertThat(LongStream.generate(queue::untilStart).limit(4).toArray())
                .containsExactly(0, 0, 6_250_000_000L, 12_500_000_000L);
    }

    @Test
    void aBudgetWithoutBoundCostsNothing() {
        AccountQueue boundless =
                new AccountQueue(new RequestBudget(Integer.MAX_VALUE, Duration.ofSeconds(Long.MAX_VALUE)), time);
        boundless.submit(new SendPermit(), new Deadline(time.now, Duration.ofSeconds(4)), 0, answered("a"), heard::add);
        assertThat(sent).containsExactly("a");
    }
}
