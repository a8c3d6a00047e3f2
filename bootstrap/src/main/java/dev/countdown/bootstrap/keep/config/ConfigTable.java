package dev.countdown.bootstrap.keep.config;

import dev.countdown.bootstrap.cli.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of the configuration file; what is wrong with it is said with file and line.
 *
 * @param begin where it begins
 */
record ConfigTable(Path file, TomlTable table, Optional<TomlPosition> begin) {

    private static final int LONGEST = 60;

    static ConfigTable top(Path file, TomlTable table) {
        return new ConfigTable(file, table, Optional.empty());
    }

    ConfigTable allow(Set<String> known) {
        table.keySet().stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
            throw wrong(
                    key,
                    "unknown key " + key + ", known are "
                            + known.stream().sorted().toList());
        });
        return this;
    }

    Optional<String> text(String key) {
        return value(key).map(value -> {
            if (value instanceof String text) {
                return text;
            }
            throw wrong(key, key + " must be a string: " + shown(value));
        });
    }

    boolean isText(String key) {
        return value(key).filter(String.class::isInstance).isPresent();
    }

    /** Empty if there is no such key. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        value(key).ifPresent(value -> {
            if (!(value instanceof TomlArray array)) {
                throw wrong(key, key + " must be an array of strings: " + shown(value));
            }
            for (int i = 0; i < array.size(); i++) {
                if (!(array.get(i) instanceof String text)) {
                    throw wrong(key, key + " must be an array of strings: " + shown(value));
                }
                texts.add(text);
            }
        });
        return texts;
    }

    boolean flag(String key) {
        return value(key)
                .map(value -> {
                    if (value instanceof Boolean flag) {
                        return flag;
                    }
                    throw wrong(key, key + " must be true or false: " + shown(value));
                })
                .orElse(false);
    }

    /** A text or whole number, read by a function whose complaint is told with the line. */
    <T> Optional<T> read(String key, Function<String, T> reader) {
        return value(key).map(value -> {
            if (!(value instanceof String || value instanceof Long)) {
                throw wrong(key, key + " must be a string or a whole number: " + shown(value));
            }
            return checked(key, () -> reader.apply(String.valueOf(value)));
        });
    }

    /** What is made of a value; a complaint is told with its line. */
    <T> T checked(String key, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException | UsageException e) {
            throw wrong(key, UsageException.named(key, e));
        }
    }

    Optional<ConfigTable> table(String key) {
        return value(key).map(value -> {
            if (value instanceof TomlTable inner) {
                return new ConfigTable(file, inner, position(key));
            }
            throw wrong(key, key + " must be a table: " + shown(value));
        });
    }

    List<ConfigTable> tables(String key) {
        List<ConfigTable> tables = new ArrayList<>();
        value(key).ifPresent(value -> {
            if (!(value instanceof TomlArray array)) {
                throw wrong(key, key + " must be tables, [[account.NAME." + key + "]]: " + shown(value));
            }
            for (int i = 0; i < array.size(); i++) {
                if (!(array.get(i) instanceof TomlTable inner)) {
                    throw wrong(key, key + " must be tables, [[account.NAME." + key + "]]: " + shown(value));
                }
                tables.add(new ConfigTable(file, inner, Optional.of(array.inputPositionOf(i))));
            }
        });
        return tables;
    }

    /** On one line, as far as it fits. */
    private static String shown(Object value) {
        String text = String.valueOf(value);
        if (value instanceof TomlArray array) {
            text = array.toJson();
        } else if (value instanceof TomlTable inner) {
            text = inner.toJson();
        }
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    Set<String> names() {
        return table.keySet();
    }

    UsageException wrong(String key, String message) {
        String line = position(key).or(() -> begin).map(at -> at.line() + ":").orElse("");
        return new UsageException(file + ":" + line + " " + message);
    }

    private Optional<TomlPosition> position(String key) {
        return Optional.ofNullable(table.inputPositionOf(List.of(key)));
    }

    private Optional<Object> value(String key) {
        return Optional.ofNullable(table.get(List.of(key)));
    }
}
