package dev.countdown.application.machine;

import static dev.countdown.application.RenewalPolicy.OnDead.EXPIRE_SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.CloseMode;
import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.ContinuityRecord.SentRequest;
import dev.countdown.application.EarlierOrders;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One process after the other, T = 30 s; what the first one wrote is all that the second one knows. */
class OverRestartTest {

    private static final RenewalPolicy POLICY =
            RenewalPolicy.forTimeout(Timeout.ofSeconds(30)).withOnDead(EXPIRE_SOON);
    private static final SentRequest ORDINARY = new SentRequest(Timeout.ofSeconds(30), Duration.ofSeconds(123));

    private static Driver first() {
        Driver driver = Driver.recorded(POLICY, 0, Handover.NONE).loads(Optional.empty());
        return driver.ackNow(driver.lastSend()).writes();
    }

    private static Driver next(long laterMillis, ContinuityRecord record) {
        Driver driver = Driver.recorded(POLICY, laterMillis, Handover.NONE).loads(Optional.of(record));
        return driver.ackNow(driver.lastSend());
    }

    private static KeeperEvent.Armed armed(Driver driver) {
        return (KeeperEvent.Armed) driver.events.stream()
                .filter(KeeperEvent.Armed.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static ContinuityRecord with(ContinuityRecord record, SentRequest shorter) {
        return new ContinuityRecord(
                record.key(), record.revision(), record.newest(), List.of(shorter, ORDINARY), record.openLapse());
    }

    @Nested
    class Reading {
        @Test
        void nothingIsSentBeforeTheRecordIsRead() {
            Driver driver = Driver.recorded(POLICY, 0, Handover.NONE).pass(1_000);
            assertThat(driver.sends).isEmpty();
            assertThat(driver.loads(Optional.empty()).sends).hasSize(1);
        }

        /** The process before has armed it, and what it sent can arrive for two minutes. */
        @ParameterizedTest
        @EnumSource(names = {"DISARM", "EXPIRE_SOON"})
        void aCloseWaitsForIt(CloseMode mode) {
            Driver driver =
                    Driver.recorded(POLICY, 0, Handover.NONE).close(mode).beat();
            assertThat(driver.names()).doesNotContain("closed");
            assertThat(driver.loads(Optional.of(first().lastSave())).beat().events)
                    .filteredOn(KeeperEvent.Closed.class::isInstance)
                    .allSatisfy(event -> assertThat(
                                    ((KeeperEvent.Closed) event).result().certain())
                            .isFalse());
        }

        @Test
        void aCloseByExpireWaitsForNothing() {
            Driver driver = Driver.recorded(POLICY, 0, Handover.NONE).close(CloseMode.EXPIRE);
            assertThat(driver.names()).containsExactly("arming", "closed");
        }

        @Test
        void aStoreThatDoesNotAnswerIsAwaitedForOneAttemptAndToldOnce() {
            Driver driver = Driver.recorded(POLICY, 0, Handover.NONE).pass(3_000);
            assertThat(driver.sends).hasSize(1);
            assertThat(driver.names()).containsExactly("arming", "unrecorded");
            driver.loads(Optional.of(first().lastSave())).ackNow(driver.lastSend());
            assertThat(armed(driver).earlierOrders()).isEqualTo(EarlierOrders.NOT_KNOWN);
        }

        @Test
        void aRecordThatCannotBeReadIsNone() {
            Driver driver = Driver.recorded(POLICY, 0, Handover.NONE).loadFails("it is torn");
            driver.ackNow(driver.lastSend());
            assertThat(driver.names()).containsExactly("arming", "unrecorded", "armed");
            assertThat(driver.events.get(1).reason())
                    .isEqualTo("the record of the process before is not used: it is torn");
            assertThat(driver.state()).isEqualTo(KeeperState.ARMED);
        }

        @Test
        void aRecordOfAnotherAccountIsNone() {
            ContinuityRecord mine = first().lastSave();
            ContinuityRecord other = new ContinuityRecord(
                    new ContinuityKey("api.test", "other", Driver.SCOPE),
                    mine.revision(),
                    mine.newest(),
                    mine.requests(),
                    mine.openLapse());
            Driver driver = next(5_000, other);
            assertThat(armed(driver).earlierOrders()).isEqualTo(EarlierOrders.NOT_KNOWN);
            assertThat(driver.events.get(1).reason()).contains("belongs to api.test other");
        }

        @Test
        void aRecordThatIsOlderThanOneKnownToBeWrittenIsNone() {
            Driver before = first();
            ContinuityRecord old = before.lastSave();
            before.pass(7_500);
            before.ackNow(before.lastSend()).writes();
            Driver driver = Driver.recorded(POLICY, 9_000, before.heartbeat.leftBehind())
                    .loads(Optional.of(old));
            driver.ackNow(driver.lastSend());
            assertThat(armed(driver).earlierOrders()).isEqualTo(EarlierOrders.NOT_KNOWN);
            assertThat(driver.names()).contains("unrecorded");
        }
    }

    @Nested
    class TheFirstAcknowledgement {
        @Test
        void withoutARecordSaysThatNothingIsKnown() {
            Driver driver = first();
            assertThat(armed(driver).earlierOrders()).isEqualTo(EarlierOrders.NOT_KNOWN);
            assertThat(armed(driver).reason()).isEqualTo("nothing is known of earlier orders; reconcile them");
            assertThat(driver.protection().continuity()).isEmpty();
        }

        @Test
        void withinTheTimeoutProvesThatTheSwitchHasNotFired() {
            Driver driver = next(20_000, first().lastSave());
            assertThat(driver.protection().continuity()).contains(Continuity.UNBROKEN);
            assertThat(armed(driver).earlierOrders()).isEqualTo(EarlierOrders.GUARDED);
            assertThat(driver.state()).isEqualTo(KeeperState.ARMED);
        }

        @Test
        void afterAFiringIsALapseUntilReconciled() {
            Driver driver = next(40_000, first().lastSave());
            assertThat(driver.names()).containsExactly("arming", "armed", "lapsed");
            assertThat(armed(driver).earlierOrders()).isEqualTo(EarlierOrders.LAPSED);
            assertThat(driver.protection().continuity()).contains(Continuity.UNKNOWN);
            assertThat(driver.state()).isEqualTo(KeeperState.LAPSED);
            assertThat(driver.reconciled(1).state()).isEqualTo(KeeperState.ARMED);
        }

        @Test
        void provesNothingWhereAShorterRequestWasRecorded() {
            SentRequest shorter = new SentRequest(Timeout.MINIMUM, Duration.ofSeconds(123));
            Driver driver = next(2_000, with(first().lastSave(), shorter));
            assertThat(driver.state()).isEqualTo(KeeperState.LAPSED);
            assertThat(driver.protection().protectedFor()).isLessThan(Duration.ofSeconds(5));
        }

        @Test
        void countsTheFenceOfARecordedDisarmFromItsOwnStart() {
            SentRequest disarm = new SentRequest(Timeout.DISARM, Duration.ofSeconds(20));
            Driver driver = next(2_000, with(first().lastSave(), disarm));
            assertThat(driver.protection().protectedFor()).isZero();
            driver.pass(23_000).ackNow(driver.lastSend());
            assertThat(driver.protection().protectedFor()).isGreaterThan(Duration.ofSeconds(20));
        }

        @Test
        void firesNoSoonerThanARequestOfTheProcessBeforeCanBeApplied() {
            Driver driver = next(2_000, first().lastSave());
            assertThat(driver.protection().certainlyFiredAfter().orElseThrow()).isGreaterThan(Duration.ofSeconds(153));
        }
    }

    @Nested
    class Lapses {
        @Test
        void oneThatWasOpenStaysOpenUnderItsNumber() {
            Driver lapsed = next(40_000, first().lastSave());
            assertThat(lapsed.lastSave().openLapse()).isEqualTo(OptionalLong.of(1));
            Driver driver = next(45_000, lapsed.lastSave());
            assertThat(driver.protection().continuity()).contains(Continuity.UNBROKEN);
            assertThat(driver.state()).isEqualTo(KeeperState.LAPSED);
            assertThat(driver.names()).containsExactly("arming", "armed", "lapsed");
            assertThat(driver.events.get(2).reason()).contains("before the restart");
            driver.writes().reconciled(1);
            assertThat(driver.state()).isEqualTo(KeeperState.ARMED);
            assertThat(driver.lastSave().openLapse()).isEmpty();
        }

        @Test
        void aFurtherFiringIsAnotherLapse() {
            Driver lapsed = next(40_000, first().lastSave());
            Driver driver = next(100_000, lapsed.lastSave());
            assertThat(driver.protection().openLapse()).isEqualTo(OptionalLong.of(2));
            assertThat(driver.reconciled(1).state()).isEqualTo(KeeperState.LAPSED);
        }
    }

    @Nested
    class Writing {
        @Test
        void acknowledgementsAreWrittenBehindOneAtATime() {
            Driver driver = Driver.recorded(POLICY, 0, Handover.NONE).loads(Optional.empty());
            driver.ackNow(driver.lastSend()).pass(7_500).ackNow(driver.lastSend());
            assertThat(driver.saves).hasSize(1);
            driver.writes();
            assertThat(driver.saves).hasSize(2);
            assertThat(driver.saves.get(1).revision())
                    .isGreaterThan(driver.saves.get(0).revision());
            assertThat(driver.saves.get(1).requests()).containsExactly(ORDINARY);
        }

        @Test
        void aShorterRequestIsSentOnceItsRecordIsWritten() {
            Driver driver = first().dies("hangs");
            assertThat(driver.sends).hasSize(1);
            assertThat(driver.lastSave().allowsFor(Timeout.MINIMUM, Duration.ofSeconds(123)))
                    .isTrue();
            assertThat(driver.writes().lastSend().countdown().timeout()).isEqualTo(Timeout.MINIMUM);
        }

        @Test
        void aShorterRequestWaitsForItsOwnRecordNotForTheOneBefore() {
            Driver driver = first().pass(7_500);
            driver.ackNow(driver.lastSend()).dies("hangs");
            driver.writes();
            assertThat(driver.sends).hasSize(2);
            assertThat(driver.writes().sends).hasSize(3);
        }

        @Test
        void aShorterRequestIsNotSentWhereItsRecordIsNotWritten() {
            Driver driver = first().dies("hangs").writeFails();
            assertThat(driver.names()).containsExactly("arming", "armed", "expiring", "unrecorded", "failed");
            driver.pass(1_000);
            assertThat(driver.saves).hasSize(3);
            assertThat(driver.writes().lastSend().countdown().timeout()).isEqualTo(Timeout.MINIMUM);
        }

        @Test
        void aShorterRequestIsNotSentWhereTheStoreIsSilent() {
            Driver driver = first().dies("hangs").pass(29_000);
            assertThat(driver.sends).hasSize(1);
            assertThat(driver.saves).hasSize(2);
            assertThat(driver.names()).containsOnlyOnce("unrecorded").contains("failed");
            assertThat(driver.writes().pass(1_000).sends).isNotEmpty();
        }

        @Test
        void aStoreThatFailsDelaysNoRenewal() {
            Driver driver = Driver.recorded(POLICY, 0, Handover.NONE).loads(Optional.empty());
            driver.ackNow(driver.lastSend());
            for (int i = 0; i < 5; i++) {
                driver.writeFails().pass(7_500).ackNow(driver.lastSend());
            }
            assertThat(driver.sends).hasSize(6);
            assertThat(driver.state()).isEqualTo(KeeperState.ARMED);
            assertThat(driver.names()).containsOnlyOnce("unrecorded");
        }

        /** What is due in that very moment is overdue before its send, and not after it. */
        @Test
        void aSilentStoreIsToldWithTheStateThatHoldsAfterTheRenewal() {
            Driver driver = first();
            driver.pass(7_500).ackNow(driver.lastSend()).pass(2_900).suspend(24_500);
            driver.pass(1_000);
            KeeperEvent told = driver.events.stream()
                    .filter(KeeperEvent.Unrecorded.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            assertThat(told.report().protection().state()).isEqualTo(KeeperState.ARMED);
        }

        @Test
        void writesThatFailNeverHoldUpAnOrdinaryArm() {
            Driver driver = first();
            for (int i = 0; i < 5; i++) {
                driver.pass(7_500).ack(driver.lastSend()).writeFails();
            }
            assertThat(driver.sends).hasSize(6);
        }

        @Test
        void anArmThatIsNoShorterThanTheRecordedOneWaitsForNothing() {
            ContinuityRecord record = first().lastSave();
            RenewalPolicy longer = RenewalPolicy.forTimeout(Timeout.ofSeconds(60));
            Driver driver = Driver.recorded(longer, 1_000, Handover.NONE).loads(Optional.of(record));
            assertThat(driver.sends).hasSize(1);
            assertThat(driver.lastSave().allowsFor(longer.timeout(), Duration.ofSeconds(123)))
                    .isTrue();
        }

        @Test
        void aShorterTimeoutThanTheRecordedOneIsWrittenBeforeItsFirstArm() {
            RenewalPolicy shorter = RenewalPolicy.forTimeout(Timeout.ofSeconds(10));
            Driver driver = Driver.recorded(shorter, 1_000, Handover.NONE).loads(Optional.of(first().lastSave()));
            assertThat(driver.sends).isEmpty();
            driver.writes().ackNow(driver.lastSend());
            assertThat(driver.protection().continuity()).contains(Continuity.UNBROKEN);
        }

        @Test
        void whatAFailedWriteMayHaveReplacedIsNotReliedOn() {
            Driver driver = first().dies("hangs").writes();
            driver.ackNow(driver.lastSend()).writes().revives().pass(1_000).ackNow(driver.lastSend());
            driver.writeFails().dies("again");
            assertThat(driver.lastSend().countdown().timeout()).isEqualTo(POLICY.timeout());
        }
    }

    @Nested
    class Closing {
        @Test
        void aDisarmIsRecordedBeforeItIsSentAndOnceItIsCertain() {
            Driver driver = first().close(CloseMode.DISARM).beat().writes();
            driver.ack(driver.lastSend());
            assertThat(driver.state()).isEqualTo(KeeperState.DISARMING);
            assertThat(driver.lastSave().requests()).containsExactly(ORDINARY);
            assertThat(driver.lastSave().newest()).isEmpty();
            assertThat(driver.writes().state()).isEqualTo(KeeperState.CLOSED);
            Driver after = next(60_000, driver.lastSave());
            assertThat(armed(after).earlierOrders()).isEqualTo(EarlierOrders.NOT_KNOWN);
            assertThat(after.state()).isEqualTo(KeeperState.ARMED);
        }

        /** Before the answer nobody knows which of two records the store holds. */
        @Test
        void aShorterRequestThatOnlyTheRecordOfBeforeAllowsForWaitsWhileAnotherIsWritten() {
            SentRequest shorter = new SentRequest(Timeout.MINIMUM, Duration.ofSeconds(130));
            Driver driver =
                    next(1_000, with(first().lastSave(), shorter)).writes().pass(8_000);
            int sent = driver.ackNow(driver.lastSend()).sends.size();
            assertThat(driver.close(CloseMode.EXPIRE_SOON).beat().sends).hasSize(sent);
            driver.writes().writes();
            assertThat(driver.lastSend().countdown().timeout()).isEqualTo(Timeout.MINIMUM);
        }

        @Test
        void aDisarmThatCannotBeRecordedIsNotSentAndEndsInTime() {
            Driver driver = first().close(CloseMode.DISARM);
            for (int i = 0; i < 20 && driver.state() != KeeperState.CLOSED; i++) {
                driver.pass(2_000);
                driver.writeFails();
            }
            assertThat(driver.pass(60_000).state()).isEqualTo(KeeperState.CLOSED);
            assertThat(driver.sends).hasSize(1);
            KeeperEvent.Closed closed = (KeeperEvent.Closed) driver.events.get(driver.events.size() - 1);
            assertThat(closed.result().certain()).isFalse();
        }

        @Test
        void aSilentStoreHoldsUpNoCloseForGood() {
            Driver driver = first().close(CloseMode.DISARM).beat().writes();
            driver.ack(driver.lastSend()).pass(20_000);
            assertThat(driver.state()).isEqualTo(KeeperState.CLOSED);
        }

        @Test
        void theNextKeeperOfThisProcessReliesOnWhatItKnowsBetter() {
            Driver before = first().close(CloseMode.EXPIRE);
            Driver driver = Driver.recorded(POLICY, 1_000, before.heartbeat.leftBehind())
                    .loads(Optional.of(before.lastSave()));
            driver.ackNow(driver.lastSend());
            assertThat(armed(driver).earlierOrders()).isEqualTo(EarlierOrders.GUARDED);
            assertThat(driver.protection().certainlyFiredAfter().orElseThrow()).isLessThan(Duration.ofSeconds(32));
        }
    }
}
