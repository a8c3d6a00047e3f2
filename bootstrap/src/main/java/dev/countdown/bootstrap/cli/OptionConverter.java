package dev.countdown.bootstrap.cli;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's value by a function, whose message picocli shows where the value is wrong. */
abstract class OptionConverter<T> implements ITypeConverter<T> {

    private final Function<String, T> reader;

    OptionConverter(Function<String, T> reader) {
        this.reader = reader;
    }

    @Override
    public final T convert(String text) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
