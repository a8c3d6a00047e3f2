package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.Timeout;
import dev.countdown.domain.UnresolvedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnresolvedRequestsTest {

    private static final Timeout THIRTY = Timeout.ofSeconds(30);

    private final UnresolvedRequests ledger = new UnresolvedRequests(List.of());

    private static UnresolvedRequest request(Timeout timeout, long appliedBy) {
        return new UnresolvedRequest(timeout, appliedBy);
    }

    @Test
    void staysBoundedAndKeepsTheLastFenceOfEachTimeout() {
        for (int i = 1; i <= 1_000; i++) {
            ledger.add(i, request(i % 2 == 0 ? THIRTY : Timeout.MINIMUM, i));
        }
        assertThat(ledger.requests()).hasSizeLessThanOrEqualTo(8).contains(request(THIRTY, 1_000));
        assertThat(ledger.requests()).contains(request(Timeout.MINIMUM, 999));
        assertThat(ledger.shortestArm()).contains(Timeout.MINIMUM);
    }

    @Test
    void foldingKeepsTheLaterFenceWhicheverCameFirst() {
        ledger.add(1, request(THIRTY, 5_000));
        for (int i = 2; i <= 9; i++) {
            ledger.add(i, request(THIRTY, i));
        }
        ledger.dropFencedAt(100);
        assertThat(ledger.requests()).containsExactly(request(THIRTY, 5_000));
    }

    @Test
    void forgetsNoneOfManyTimeouts() {
        for (int seconds = 5; seconds < 15; seconds++) {
            ledger.add(seconds, request(Timeout.ofSeconds(seconds), 100));
        }
        assertThat(ledger.requests()).hasSize(10);
    }

    @Test
    void aFoldedOneIsNeitherDroppedNorNarrowed() {
        for (int i = 1; i <= 9; i++) {
            ledger.add(i, request(THIRTY, i));
        }
        assertThat(ledger.requests()).hasSize(8).startsWith(request(THIRTY, 2));
        ledger.drop(1);
        ledger.drop(2);
        ledger.narrow(2, 0);
        assertThat(ledger.requests()).hasSize(8).startsWith(request(THIRTY, 2));
    }

    @Test
    void whatWasSentLastIsNeverFolded() {
        ledger.add(1, request(THIRTY, 1));
        for (int i = 2; i <= 8; i++) {
            ledger.add(i, request(Timeout.MINIMUM, i));
        }
        ledger.add(9, request(THIRTY, 9));
        UnresolvedRequests copy = ledger.copy();
        copy.add(8, request(THIRTY, 8)); // as of one that was acknowledged before
        assertThat(copy.requests()).hasSizeLessThanOrEqualTo(8);
        copy.drop(9);
        assertThat(copy.requests()).contains(request(THIRTY, 8)).doesNotContain(request(THIRTY, 9));
    }

    @Test
    void isBoundAnewEitherWay() {
        ledger.add(1, request(THIRTY, 100));
        ledger.bound(1, request(THIRTY, 200));
        assertThat(ledger.requests()).containsExactly(request(THIRTY, 200));
        ledger.bound(1, request(THIRTY, 50));
        assertThat(ledger.requests()).containsExactly(request(THIRTY, 50));
    }

    @Test
    void aFoldedOneIsBoundAnewByALaterFenceOfItsTimeoutAlone() {
        for (int i = 1; i <= 9; i++) {
            ledger.add(i, request(THIRTY, i));
        }
        ledger.bound(1, request(Timeout.MINIMUM, 500));
        ledger.bound(1, request(THIRTY, 1));
        assertThat(ledger.requests()).startsWith(request(THIRTY, 2));
        ledger.bound(1, request(THIRTY, 500));
        assertThat(ledger.requests()).startsWith(request(THIRTY, 500)).hasSize(8);
    }

    @Test
    void narrowsOnlyToAnEarlierFence() {
        ledger.add(1, request(THIRTY, 100));
        ledger.narrow(1, 200);
        assertThat(ledger.requests()).containsExactly(request(THIRTY, 100));
        ledger.narrow(1, 50);
        assertThat(ledger.requests()).containsExactly(request(THIRTY, 50));
        ledger.narrow(2, 10);
        assertThat(ledger.requests()).containsExactly(request(THIRTY, 50));
    }

    @Test
    void dropsByNumberAndByFence() {
        ledger.add(1, request(THIRTY, 100));
        ledger.add(2, request(Timeout.DISARM, 200));
        ledger.add(3, request(THIRTY, 90));
        assertThat(ledger.lastFence(true, 150)).contains(50L);
        assertThat(ledger.lastFence(false, 150)).contains(-50L);
        ledger.drop(1);
        ledger.drop(3);
        assertThat(ledger.lastFence(false, 150)).isEmpty();
        assertThat(ledger.shortestArm()).isEmpty();
        ledger.dropFencedAt(199);
        assertThat(ledger.requests()).hasSize(1);
        ledger.dropFencedAt(200);
        assertThat(ledger.requests()).isEmpty();
    }
}
