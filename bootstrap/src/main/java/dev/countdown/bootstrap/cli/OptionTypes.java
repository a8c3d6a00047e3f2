package dev.countdown.bootstrap.cli;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.domain.Timeout;
import dev.countdown.http.Market;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read, by the type of the option. */
public final class OptionTypes {

    private OptionTypes() {}

    /** For a command line, and the commands that it has by now. */
    public static void register(CommandLine line) {
        line.registerConverter(Duration.class, reader(DurationText::parse))
                .registerConverter(Timeout.class, reader(DurationText::parseTimeout))
                .registerConverter(OnDead.class, reader(text -> Words.read(OnDead.class, text)))
                .registerConverter(CloseMode.class, reader(text -> Words.read(CloseMode.class, text)))
                .registerConverter(Market.class, reader(Markets::read));
    }

    /** Reads by a function, whose message is shown with the option whose value is wrong. */
    static <T> ITypeConverter<T> reader(Function<String, T> function) {
        return text -> {
            try {
                return function.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
