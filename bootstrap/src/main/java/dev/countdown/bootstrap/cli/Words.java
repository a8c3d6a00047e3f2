package dev.countdown.bootstrap.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Constants as options and configuration files write them: {@code expire-soon} for {@code EXPIRE_SOON}. */
public final class Words {

    private Words() {}

    public static <E extends Enum<E>> E read(Class<E> kind, String text) {
        List<String> words =
                Arrays.stream(kind.getEnumConstants()).map(Words::of).toList();
        int found = words.indexOf(text);
        if (found < 0) {
            throw new IllegalArgumentException("must be one of " + words + ": " + text);
        }
        return kind.getEnumConstants()[found];
    }

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
