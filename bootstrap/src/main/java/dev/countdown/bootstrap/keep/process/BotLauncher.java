package dev.countdown.bootstrap.keep.process;

import dev.countdown.bootstrap.cli.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the bot is started: by a shell that joins its standard output to our standard error, and is gone by its
 * exec. Its arguments are passed on byte for byte, also those that are no text in our locale.
 */
final class BotLauncher {

    private static final Path OUR_ARGUMENTS = Path.of("/proc/self/cmdline");
    private static final char UNREADABLE = '\uFFFD';

    private BotLauncher() {}

    /** The words that start it; where there is a pipe, their standard output must be its writing end. */
    static List<String> of(List<String> command, Optional<InheritedPipe> pipe) {
        String redirects = pipe.isPresent() ? InheritedPipe.DESCRIPTOR + ">&1 >&2" : ">&2";
        Optional<List<byte[]>> bytes = lastArguments(command.size()).filter(found -> areSame(found, command));
        if (bytes.isEmpty() && command.stream().anyMatch(argument -> argument.indexOf(UNREADABLE) >= 0)) {
            throw new UsageException("the bot's arguments must be text in this locale; set LC_ALL=C.UTF-8");
        }
        if (bytes.isPresent() && !bytes.get().stream().allMatch(BotLauncher::isAscii)) {
            return List.of("/bin/sh", "-c", spelled(bytes.get(), redirects));
        }
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" " + redirects, "sh"));
        line.addAll(command);
        return line;
    }

    /** In octal, so that neither Java nor the shell has to understand them; the shell cuts line ends, but no full stop. */
    static String spelled(List<byte[]> arguments, String redirects) {
        StringBuilder script = new StringBuilder("set --\n");
        for (byte[] argument : arguments) {
            script.append("argument=$(printf '");
            for (byte each : argument) {
                script.append(String.format(Locale.ROOT, "\\%03o", each & 0xff));
            }
            script.append(".')\nset -- \"$@\" \"${argument%.}\"\n");
        }
        return script.append("exec \"$@\" ").append(redirects).append('\n').toString();
    }

    private static Optional<List<byte[]>> lastArguments(int count) {
        try {
            byte[] all = Files.readAllBytes(OUR_ARGUMENTS);
            List<byte[]> arguments = new ArrayList<>();
            int begin = 0;
            for (int i = 0; i < all.length; i++) {
                if (all[i] == 0) {
                    arguments.add(Arrays.copyOfRange(all, begin, i));
                    begin = i + 1;
                }
            }
            return arguments.size() < count
                    ? Optional.empty()
                    : Optional.of(arguments.subList(arguments.size() - count, arguments.size()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As far as ASCII goes: what Java made of the rest depends on its locale. */
    private static boolean areSame(List<byte[]> bytes, List<String> command) {
        return IntStream.range(0, command.size())
                .allMatch(i -> ascii(new String(bytes.get(i), StandardCharsets.ISO_8859_1))
                        .equals(ascii(command.get(i))));
    }

    private static String ascii(String text) {
        return text.replaceAll("[^\\x00-\\x7f]|\\?", "");
    }

    private static boolean isAscii(byte[] argument) {
        for (byte each : argument) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }
}
