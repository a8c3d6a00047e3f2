package dev.countdown.bootstrap.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say how much is printed, and whether in colour. */
public final class OutputOptions {

    /** For the help of each command that has these options. */
    public static final String VARIABLES =
            "%n  NO_COLOR              no colours, if it is set and --color is not given";

    public static final String GREEN = "\033[32m";
    public static final String YELLOW = "\033[33m";
    public static final String RED = "\033[1;31m";
    public static final String PLAIN = "\033[0m";

    /** When there are colours. */
    enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(
            names = "--color",
            paramLabel = "auto|always|never",
            description = "Colours. Default: auto, which is on a terminal unless NO_COLOR is set.")
    Color color = Color.AUTO;

    @Option(
            names = "--quiet",
            description = "Print only what is wrong: warnings, errors, lapses, and an end that was not as asked.")
    boolean quiet;

    public boolean isQuiet() {
        return quiet;
    }

    /** By the convention of no-color.org, NO_COLOR counts if it is set and not empty, and an option counts more. */
    public boolean isColoured(Map<String, String> environment, boolean terminal) {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return color == Color.ALWAYS || (color == Color.AUTO && terminal && wanted);
    }
}
