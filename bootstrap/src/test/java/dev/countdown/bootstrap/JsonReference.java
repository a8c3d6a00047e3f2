package dev.countdown.bootstrap;

import dev.countdown.bootstrap.cli.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fields of each {@code --json} line, as the reference of the command line names them. */
public final class JsonReference {

    /** A row: fields, the lines that always have them, and the lines that have them sometimes. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ((?:`\\w+`(?:, )?)+) \\|([^|\\n]*)\\|([^|\\n]*)\\|.*$");

    private static final int ALWAYS = 2;
    private static final int SOMETIMES = 3;

    private JsonReference() {}

    /** The fields that each such line has: {@code arm}, {@code disarm}, or the name of an event. */
    public static Set<String> always(String line) {
        return fields(line, ALWAYS);
    }

    /** All fields that such a line can have. */
    public static Set<String> all(String line) {
        return Stream.of(ALWAYS, SOMETIMES)
                .flatMap(column -> fields(line, column).stream())
                .collect(Collectors.toSet());
    }

    /** The names of the fields of a line that was printed. */
    public static Set<String> printed(String json) {
        try {
            return Json.members(json).keySet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> fields(String line, int column) {
        boolean isEvent = !line.equals("arm") && !line.equals("disarm");
        return ROW.matcher(table())
                .results()
                .filter(row -> row.group(column).contains("`" + line + "`")
                        || (isEvent && row.group(column).contains("each event")))
                .flatMap(JsonReference::fields)
                .collect(Collectors.toSet());
    }

    private static Stream<String> fields(MatchResult row) {
        return Pattern.compile("\\w+").matcher(row.group(1)).results().map(MatchResult::group);
    }

    private static String table() {
        try {
            String reference = Files.readString(Path.of("README.md"));
            return reference.split("\\| field \\| always in ")[1].split("\n\n")[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
