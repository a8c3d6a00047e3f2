package dev.countdown.bootstrap.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Bot;
import dev.countdown.bootstrap.Bot.Manner;
import dev.countdown.bootstrap.Bot.Shape;
import dev.countdown.bootstrap.BotTest;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.cli.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Only the countdown's endpoint fails, for longer than the timeout: the switch may fire at any moment, or has. */
@Tag("slow")
class OnRiskTest extends BotTest {

    @Test
    void theCommandIsEndedOnceItIsNotGuardedForCertain() {
        Bot bot = bot(Manner.ENDS);
        try (Cli cli = keep(bot, Shape.SHELL, "--on-risk", "stop", "--on-exit", "disarm")) {
            ProcessHandle process = bot.process();
            cli.awaitOut("renewed");
            simulator.faults("{\"status\":502}");
            assertThat(cli.exitCode()).isEqualTo(ExitCode.FIRED);
            assertThat(Bot.runs(process)).isFalse();
            assertThat(bot.heard()).containsExactly("TERM");
            assertThat(cli.err())
                    .anyMatch(line -> line.startsWith("countdown: all: the claim is over"))
                    .anyMatch(line -> line.startsWith("countdown: ends: all: orders are not guarded for certain"));
            assertThat(bodies()).doesNotContain("{\"timeout\":0}");
        }
    }

    @Test
    void aRiskThatPassesEndsNothing() {
        Bot bot = bot(Manner.ENDS);
        try (Cli cli = keep(bot, Shape.EXEC, "--timeout", "15", "--interval", "1s", "--on-risk", "stop")) {
            bot.process();
            simulator.faults("{\"status\":502}");
            cli.awaitOut("at_risk");
            simulator.faults("{}");
            cli.awaitOut(line -> line.contains("renewed") && line.contains("ARMED"), "renewed");
            bot.end(0);
            assertThat(cli.exitCode()).isZero();
            assertThat(bot.heard()).isEmpty();
        }
    }
}
