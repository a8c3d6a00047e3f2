package dev.countdown.http;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, with our class path, spoken to line by line. */
final class BenchProcess {

    private final Process process;
    private final BufferedReader said;
    private final Writer told;

    private BenchProcess(Process process) {
        this.process = process;
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        told = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
    }

    static BenchProcess start(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Xms256m", "-Xmx256m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new BenchProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    long pid() {
        return process.pid();
    }

    String readLine() throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new IOException("a process of the bench said nothing");
        }
        return line;
    }

    String ask(String line) throws IOException {
        told.write(line + "\n");
        told.flush();
        return readLine();
    }

    /** Ends its input and waits until it has ended of itself, well. */
    void finish() throws IOException, InterruptedException {
        told.close();
        if (process.waitFor() != 0) {
            throw new IOException("a process of the bench exited with " + process.exitValue());
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
