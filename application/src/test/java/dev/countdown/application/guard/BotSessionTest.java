package dev.countdown.application.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BotSessionTest {

    private final BotSession session = new BotSession("mm-1", 1_000, -1);

    @Test
    void echoesToEachNodeWhatThatNodeSaid() {
        assertThat(session.pet("a")).isEqualTo(new Pet("mm-1", 1_000_999, OptionalLong.empty()));
        session.heard("a", session.pet("a"), new PetAnswer.Welcome(4_711));
        assertThat(session.pet("a").echo()).hasValue(4_711);
        assertThat(session.pet("b").echo()).isEmpty();
    }

    @Test
    void endsWhenANewerOneWasHeard() {
        session.heard("a", session.pet("a"), new PetAnswer.Welcome(1));
        session.heard("b", session.pet("b"), new PetAnswer.Superseded(2_000_000));
        assertThat(session.isSuperseded()).isTrue();
        assertThat(session.pet("a").session()).isEqualTo(1_000_999);
    }

    @Test
    void beginsOnceMoreWhereOnlyItsWallClockIsBehind() {
        Pet hello = session.pet("a");
        session.heard("a", hello, new PetAnswer.Superseded(2_000_000));
        assertThat(session.isSuperseded()).isFalse();
        assertThat(session.pet("a").session()).isEqualTo(2_001_000);
        session.heard("b", hello, new PetAnswer.Superseded(2_000_000)); // of the number that it has left
        assertThat(session.pet("b").session()).isEqualTo(2_001_000);
    }

    @Test
    void anUnknownBotChangesNothing() {
        session.heard("a", session.pet("a"), new PetAnswer.UnknownBot());
        assertThat(session.pet("a").echo()).isEmpty();
        assertThat(session.isSuperseded()).isFalse();
    }
}
