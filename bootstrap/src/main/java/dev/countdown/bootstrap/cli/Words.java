package dev.countdown.bootstrap.cli;

import dev.countdown.application.CloseMode;
import dev.countdown.application.RenewalPolicy.OnDead;
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

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For {@code --on-dead}. */
    public static final class OnDeadConverter extends OptionConverter<OnDead> {
        public OnDeadConverter() {
            super(text -> read(OnDead.class, text));
        }
    }

    /** For {@code --on-exit}. */
    public static final class CloseModeConverter extends OptionConverter<CloseMode> {
        public CloseModeConverter() {
            super(text -> read(CloseMode.class, text));
        }
    }
}
