package dev.countdown.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FaultyLineTest {

    private final ManualScheduler time = new ManualScheduler();
    private final List<String> heard = new ArrayList<>();

    private FaultyLine line(FaultPlan plan) {
        return new FaultyLine(time, plan, keepTimers -> {});
    }

    private final class Traveller implements FaultyLine.Passenger {
        @Override
        public void apply(boolean duplicate, Runnable afterwards) {
            heard.add("applied");
            afterwards.run();
        }

        @Override
        public void answered(List<Fault> ofReply) {
            heard.add("answered");
        }

        @Override
        public void refused(Fault.Refuse refusal) {
            heard.add("refused");
        }

        @Override
        public void throttled(Fault.Throttle throttle) {
            heard.add("throttled");
        }

        @Override
        public boolean canBeReplayed() {
            return true;
        }

        @Override
        public void replayed() {
            heard.add("replayed");
        }

        @Override
        public void lost(String how) {
            heard.add(how);
        }
    }

    @Test
    void aHeldRequestThatIsReleasedLeavesNoTimer() {
        FaultyLine line = line(FaultScript.parse("1: reorder 2m"));
        line.carry(new Traveller());
        assertThat(time.pendingTimers()).isOne();
        line.carry(new Traveller());
        assertThat(heard).containsExactly("applied", "answered", "applied", "answered");
        assertThat(time.pendingTimers()).isZero();
    }

    @Test
    void aSilenceOfAPlanThatWasReplacedMeanwhileDoesNotBegin() {
        AtomicReference<FaultyLine> line = new AtomicReference<>();
        line.set(line(() -> {
            line.get().plan(FaultPlan.NONE);
            return List.of(new Fault.Silence(Duration.ofDays(1)));
        }));
        line.get().carry(new Traveller());
        heard.clear();
        line.get().carry(new Traveller());
        assertThat(heard).containsExactly("applied", "answered");
    }

    @Test
    void aSilenceMayLastForEver() {
        FaultyLine line = line(FaultScript.of().on(1, new Fault.Silence(Duration.ofSeconds(Long.MAX_VALUE))));
        time.advance(Duration.ofSeconds(1));
        line.carry(new Traveller());
        line.carry(new Traveller());
        assertThat(heard).containsExactly("silence", "silence");
    }
}
