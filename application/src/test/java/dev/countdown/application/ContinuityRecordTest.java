package dev.countdown.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.ContinuityRecord.SentRequest;
import dev.countdown.domain.RecordedAcknowledgement;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContinuityRecordTest {

    private static final ContinuityKey KEY =
            new ContinuityKey("api.gateio.ws", "main", Scope.contract("BTC-WEEKLY-200824-11000-P", "BTC_USDT"));

    private static final ContinuityRecord FULL = new ContinuityRecord(
            KEY,
            1_790_000_000_123L,
            Optional.of(new RecordedAcknowledgement(
                    Timeout.ofSeconds(30), Instant.ofEpochMilli(1_790_000_030_500L), 1_790_000_000_400L, false)),
            List.of(
                    new SentRequest(Timeout.ofSeconds(30), Duration.ofSeconds(123)),
                    new SentRequest(Timeout.DISARM, Duration.ofMillis(1))),
            OptionalLong.of(7));

    private static final ContinuityRecord BARE =
            new ContinuityRecord(KEY, 1, Optional.empty(), List.of(), OptionalLong.empty());

    @Test
    void itsTextIsReadBackAsItWas() {
        assertThat(ContinuityRecord.parse(FULL.toText())).isEqualTo(FULL);
        assertThat(ContinuityRecord.parse(BARE.toText())).isEqualTo(BARE);
    }

    @Test
    void itsTextIsStable() {
        assertThat(FULL.toText()).isEqualTo("""
                        countdown-continuity 1
                        exchange api.gateio.ws
                        account main
                        scope contract:BTC-WEEKLY-200824-11000-P underlying:BTC_USDT
                        revision 1790000000123
                        acknowledged 30 1790000030500 1790000000400 false
                        request 30 123000
                        request 0 1
                        open-lapse 7
                        checksum 7cd83bb0
                        """);
    }

    @Test
    void noPartOfItsTextIsARecord() {
        String text = FULL.toText();
        assertThat(IntStream.range(0, text.length()).mapToObj(end -> text.substring(0, end)))
                .allSatisfy(
                        torn -> assertThatIllegalArgumentException().isThrownBy(() -> ContinuityRecord.parse(torn)));
    }

    @Test
    void noOtherTextIsARecord() {
        String text = FULL.toText();
        for (int i = 0; i < text.length(); i++) {
            String changed = text.substring(0, i) + (char) (text.charAt(i) ^ 1) + text.substring(i + 1);
            assertThatIllegalArgumentException().isThrownBy(() -> ContinuityRecord.parse(changed));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContinuityRecord.parse(text.replace("continuity 1", "continuity 2")))
                .withMessage("a record must begin with: countdown-continuity 1");
        assertThatIllegalArgumentException().isThrownBy(() -> ContinuityRecord.parse("x".repeat(10_000_000)));
    }

    @Test
    void aRequestIsAllowedForByItsTimeoutAndSpan() {
        assertThat(FULL.allowsFor(Timeout.ofSeconds(30), Duration.ofSeconds(123)))
                .isTrue();
        assertThat(FULL.allowsFor(Timeout.ofSeconds(30), Duration.ofSeconds(124)))
                .isFalse();
        assertThat(FULL.allowsFor(Timeout.MINIMUM, Duration.ZERO)).isFalse();
    }

    @Test
    void whatCannotBeIsRefused() {
        SentRequest arm = new SentRequest(Timeout.MINIMUM, Duration.ZERO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContinuityRecord(KEY, 0, Optional.empty(), List.of(), OptionalLong.empty()))
                .withMessage("revision must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ContinuityRecord(KEY, 1, Optional.empty(), List.of(arm, arm), OptionalLong.empty()))
                .withMessageStartingWith("requests must be at most 16, each timeout once: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContinuityRecord(KEY, 1, Optional.empty(), List.of(), OptionalLong.of(0)))
                .withMessage("lapse must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SentRequest(Timeout.MINIMUM, Duration.ofMillis(-1)))
                .withMessage("mayApplyFor must be from 0 to a century: PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContinuityKey("api.gateio.ws", "two words", Scope.all()))
                .withMessage("account must be 1 to 200 printable ASCII characters without spaces: two words");
        assertThatIllegalArgumentException().isThrownBy(() -> new ContinuityKey("", "main", Scope.all()));
    }
}
