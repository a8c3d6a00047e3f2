package dev.countdown.bootstrap.pet;

import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.http.SecretFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The token of the pets: from a file or the environment; never from arguments, which any user of the machine can read. */
final class PetToken {

    static final String VARIABLE = "COUNTDOWN_PET_TOKEN";
    private static final String FILE_VARIABLE = "COUNTDOWN_PET_TOKEN_FILE";

    private PetToken() {}

    static String read(Map<String, String> environment, Optional<Path> file) {
        Optional<String> text = given(environment, VARIABLE);
        Optional<Path> named = given(environment, FILE_VARIABLE).map(Path::of);
        if (Stream.of(text, named, file).filter(Optional::isPresent).count() != 1) {
            throw new UsageException(
                    "exactly one of --token-file, " + VARIABLE + " and " + FILE_VARIABLE + " must be given");
        }
        return text.orElseGet(() -> UsageException.checked(
                file.isPresent() ? "--token-file" : FILE_VARIABLE,
                () -> SecretFile.read(file.or(() -> named).orElseThrow())));
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
