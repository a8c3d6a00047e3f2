package dev.countdown.bootstrap.keep.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.bootstrap.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class InheritedPipeTest {

    private final InheritedPipe pipe = InheritedPipe.open().orElseThrow();

    private Process start(String script) throws IOException {
        return new ProcessBuilder(BotLauncher.of(List.of("sh", "-c", script), Optional.of(pipe)))
                .redirectOutput(pipe.writingEnd())
                .start();
    }

    private static ProcessInfo info(Process process) {
        return ProcessTable.find(process.pid()).orElseThrow();
    }

    private static void end(Process process) throws IOException {
        OutputStream input = process.getOutputStream();
        input.close();
    }

    @Test
    void isHeldAsLongAsAProcessRuns() throws IOException {
        Process process = start("read line");
        pipe.handedOver();
        assertThat(pipe.isHeld()).isTrue();
        Await.until("it has it", () -> pipe.isHeldBy(info(process)));
        assertThat(pipe.isHeldAnywhereBy(info(process))).isTrue();
        end(process);
        Await.until("nobody has it", () -> !pipe.isHeld());
    }

    @Test
    void isFoundAtAnotherNumberToo() throws IOException {
        Process process = start("exec 9>&7 7>&-; read line");
        pipe.handedOver();
        Await.until("it has moved it", () -> !pipe.isHeldBy(info(process)) && pipe.isHeldAnywhereBy(info(process)));
        assertThat(pipe.isHeld()).isTrue();
        end(process);
        Await.until("nobody has it", () -> !pipe.isHeld());
    }

    @Test
    void isNotHeldByWhatElseWeStart() throws IOException {
        Process other = new ProcessBuilder("cat").start();
        pipe.handedOver();
        Await.until("nobody has it", () -> !pipe.isHeld());
        assertThat(other.isAlive()).isTrue();
        end(other);
    }

    @Test
    void takesWhatABotWritesToIt() throws IOException {
        Process process = start("head -c 1000000 /dev/zero >&7");
        pipe.handedOver();
        Await.until("nobody has it", () -> !pipe.isHeld());
        assertThat(process.onExit().join().exitValue()).isZero();
    }

    @Test
    void leavesNoDescriptorBehindWhereNothingWasStarted() {
        pipe.discard();
        assertThat(pipe.isHeldAnywhereBy(
                        ProcessTable.find(ProcessHandle.current().pid()).orElseThrow()))
                .isFalse();
    }
}
