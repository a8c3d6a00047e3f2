package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Of a bot whose processes left their parents, group, session and pipe: their environment alone tells them. */
@EnabledOnOs(OS.LINUX)
class BotProcessesTest {

    private static Look look(Executor reader) {
        return new BotProcesses(new MarkedProcesses("a mark that nobody has", reader), Optional.empty()).look();
    }

    @Test
    void isOverWhereEachEnvironmentWasRead() {
        assertThat(look(Runnable::run)).isIn(Look.OVER, Look.UNCERTAIN); // other processes come and go
    }

    @Test
    void isNotKnownToBeOverWhereTheyWereNotReadInTime() {
        assertThat(look(hanging -> {})).isEqualTo(Look.UNCERTAIN);
    }

    @Test
    void isNotKnownToBeOverWhereThereIsNoThreadToReadThem() {
        AtomicReference<Look> seen = new AtomicReference<>();
        assertThatCode(() -> seen.set(look(reading -> {
                    throw new OutOfMemoryError("unable to create native thread");
                })))
                .doesNotThrowAnyException();
        assertThat(seen).hasValue(Look.UNCERTAIN);
    }
}
