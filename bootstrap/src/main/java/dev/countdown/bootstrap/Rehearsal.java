package dev.countdown.bootstrap;

import dev.countdown.application.Scheduler;
import dev.countdown.testing.InMemoryExchange;
import dev.countdown.testing.simulator.ExchangeSimulator;

/**
 * Loads what {@code arm} and {@code keep} load, so that the build can archive those classes for a quicker start. Not a
 * command; keys are demo and demo.
 */
final class Rehearsal {

    private Rehearsal() {}

    public static void main(String[] arguments) {
        Logs.quieten();
        int code;
        try (ExchangeSimulator simulator = ExchangeSimulator.start(InMemoryExchange.on(Scheduler.system()), 0)) {
            String url = simulator.baseUri().toString();
            code = run("arm", "--timeout", "30", "--base-url", url)
                    + run("keep", "--timeout", "30", "--on-exit", "disarm", "--base-url", url, "--", "true");
        }
        System.exit(code);
    }

    private static int run(String... arguments) {
        return Main.commandLine(arguments).execute(arguments);
    }
}
