package dev.countdown.application.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.domain.Timeout;
import dev.countdown.domain.UnresolvedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnresolvedRequestsTest {

    private static final Timeout THIRTY = Timeout.ofSeconds(30);

    private final UnresolvedRequests unresolved = new UnresolvedRequests(List.of());

    private static UnresolvedRequest request(Timeout timeout, long appliedBy) {
        return new UnresolvedRequest(timeout, appliedBy);
    }

    @Test
    void staysBoundedAndKeepsTheLatestOfEachTimeout() {
        for (int i = 1; i <= 1_000; i++) {
            unresolved.add(i, request(i % 2 == 0 ? THIRTY : Timeout.MINIMUM, i));
        }
        assertThat(unresolved.requests()).hasSizeLessThanOrEqualTo(8).contains(request(THIRTY, 1_000));
        assertThat(unresolved.requests()).contains(request(Timeout.MINIMUM, 999));
        assertThat(unresolved.shortestArm()).contains(Timeout.MINIMUM);
    }

    @Test
    void foldingKeepsTheLaterMomentInAnyOrder() {
        unresolved.add(1, request(THIRTY, 5_000));
        for (int i = 2; i <= 9; i++) {
            unresolved.add(i, request(THIRTY, i));
        }
        unresolved.dropAppliedBy(100);
        assertThat(unresolved.requests()).containsExactly(request(THIRTY, 5_000));
    }

    @Test
    void forgetsNoneOfManyTimeouts() {
        for (int seconds = 5; seconds < 15; seconds++) {
            unresolved.add(seconds, request(Timeout.ofSeconds(seconds), 100));
        }
        assertThat(unresolved.requests()).hasSize(10);
    }

    @Test
    void aFoldedOneIsNeitherDroppedNorNarrowed() {
        for (int i = 1; i <= 9; i++) {
            unresolved.add(i, request(THIRTY, i));
        }
        assertThat(unresolved.requests()).hasSize(8).startsWith(request(THIRTY, 2));
        unresolved.drop(1);
        unresolved.drop(2);
        unresolved.narrow(2, 0);
        assertThat(unresolved.requests()).hasSize(8).startsWith(request(THIRTY, 2));
    }

    @Test
    void whatWasSentLastIsNeverFolded() {
        unresolved.add(1, request(THIRTY, 1));
        for (int i = 2; i <= 8; i++) {
            unresolved.add(i, request(Timeout.MINIMUM, i));
        }
        unresolved.add(9, request(THIRTY, 9));
        UnresolvedRequests copy = unresolved.copy();
        copy.add(8, request(THIRTY, 8)); // as of one that was acknowledged before
        assertThat(copy.requests()).hasSizeLessThanOrEqualTo(8);
        copy.drop(9);
        assertThat(copy.requests()).contains(request(THIRTY, 8)).doesNotContain(request(THIRTY, 9));
    }

    @Test
    void isBoundAnewEitherWay() {
        unresolved.add(1, request(THIRTY, 100));
        unresolved.bound(1, request(THIRTY, 200));
        assertThat(unresolved.requests()).containsExactly(request(THIRTY, 200));
        unresolved.bound(1, request(THIRTY, 50));
        assertThat(unresolved.requests()).containsExactly(request(THIRTY, 50));
    }

    @Test
    void onlyALaterMomentOfItsTimeoutBindsAFoldedOne() {
        for (int i = 1; i <= 9; i++) {
            unresolved.add(i, request(THIRTY, i));
        }
        unresolved.bound(1, request(Timeout.MINIMUM, 500));
        unresolved.bound(1, request(THIRTY, 1));
        assertThat(unresolved.requests()).startsWith(request(THIRTY, 2));
        unresolved.bound(1, request(THIRTY, 500));
        assertThat(unresolved.requests()).startsWith(request(THIRTY, 500)).hasSize(8);
    }

    @Test
    void narrowsOnlyToAnEarlierMoment() {
        unresolved.add(1, request(THIRTY, 100));
        unresolved.narrow(1, 200);
        assertThat(unresolved.requests()).containsExactly(request(THIRTY, 100));
        unresolved.narrow(1, 50);
        assertThat(unresolved.requests()).containsExactly(request(THIRTY, 50));
        unresolved.narrow(2, 10);
        assertThat(unresolved.requests()).containsExactly(request(THIRTY, 50));
    }

    @Test
    void dropsByNumberAndByMoment() {
        unresolved.add(1, request(THIRTY, 100));
        unresolved.add(2, request(Timeout.DISARM, 200));
        unresolved.add(3, request(THIRTY, 90));
        assertThat(unresolved.mayApplyFor(true, 150)).contains(50L);
        assertThat(unresolved.mayApplyFor(false, 150)).contains(-50L);
        unresolved.drop(1);
        unresolved.drop(3);
        assertThat(unresolved.mayApplyFor(false, 150)).isEmpty();
        assertThat(unresolved.shortestArm()).isEmpty();
        unresolved.dropAppliedBy(199);
        assertThat(unresolved.requests()).hasSize(1);
        unresolved.dropAppliedBy(200);
        assertThat(unresolved.requests()).isEmpty();
    }
}
