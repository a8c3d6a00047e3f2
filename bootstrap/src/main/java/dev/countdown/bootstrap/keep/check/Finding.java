package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.OutputOptions;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.http.Market;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that a check found.
 *
 * @param account whose; several are parted by commas; empty if it is none's
 * @param market empty if it is of no market, or of each
 * @param scope empty if it is not of one scope
 * @param message what was found, and what to do
 * @param exitCode of a check that finds this
 */
record Finding(Level level, String account, String market, String scope, String message, int exitCode) {

    /** How bad it is. */
    enum Level {
        OK(OutputOptions.GREEN),
        WARNING(OutputOptions.YELLOW),
        ERROR(OutputOptions.RED);

        private final String colour;

        Level(String colour) {
            this.colour = colour;
        }
    }

    static Finding ok(String account, String message) {
        return new Finding(Level.OK, account, "", "", message, ExitCode.DONE);
    }

    static Finding ok(Target target, String message) {
        return of(Level.OK, target, message);
    }

    static Finding warning(String account, String message) {
        return new Finding(Level.WARNING, account, "", "", message, ExitCode.DONE);
    }

    static Finding warning(Target target, String message) {
        return of(Level.WARNING, target, message);
    }

    static Finding error(String account, String message, int exitCode) {
        return new Finding(Level.ERROR, account, "", "", message, exitCode);
    }

    private static Finding of(Level level, Target target, String message) {
        return new Finding(
                level,
                target.account().name(),
                target.market().toString(),
                target.scope().toString(),
                message,
                ExitCode.DONE);
    }

    /** The same of one market. */
    Finding in(Market of) {
        return new Finding(level, account, of.toString(), scope, message, exitCode);
    }

    boolean isProblem() {
        return level != Level.OK;
    }

    String text(boolean coloured) {
        String shown = coloured ? level.colour + level + OutputOptions.PLAIN : level.toString();
        return shown + " " + line();
    }

    /** Without the level. */
    String line() {
        String where = Stream.of(account, market, scope)
                .filter(each -> !each.isEmpty() && !each.equals(Market.OPTIONS.toString()))
                .collect(Collectors.joining(" "));
        return (where.isEmpty() ? "" : where + ": ") + message;
    }

    String json() {
        return new Json()
                .put("level", level.toString())
                .putText("account", account)
                .putText("market", market)
                .putText("scope", scope)
                .put("message", message)
                .toString();
    }
}
