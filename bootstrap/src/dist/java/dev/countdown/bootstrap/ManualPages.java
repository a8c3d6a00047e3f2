package dev.countdown.bootstrap;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes what the model of the command line says: the sources of the manual pages, and the completion script. */
final class ManualPages {

    private ManualPages() {}

    /** Where to: a folder for the pages, and the file of the script; then the version, which no manifest holds yet. */
    public static void main(String[] arguments) throws IOException {
        CommandLine all = Main.commandLine();
        CommandSpec[] specs = Stream.concat(Stream.of(all), all.getSubcommands().values().stream())
                .map(CommandLine::getCommandSpec)
                .toArray(CommandSpec[]::new);
        for (CommandSpec spec : specs) {
            spec.versionProvider(() -> new String[] {"countdown " + arguments[2]});
            String[] notes = spec.usageMessage().footer();
            if (notes.length > 0) {
                String text = Stream.of(notes).dropWhile(String::isEmpty).collect(Collectors.joining("%n"));
                spec.usageMessage().footerHeading("Notes%n").footer("....", text, "...."); // as it stands, in lines
            }
        }
        int failure = ManPageGenerator.generateManPage(new File(arguments[0]), null, new boolean[0], true, specs);
        if (failure != 0) {
            throw new IOException("no manual pages: " + failure);
        }
        Path script = Path.of(arguments[1]);
        Files.createDirectories(script.toAbsolutePath().getParent());
        Files.writeString(script, AutoComplete.bash(all.getCommandName(), all));
    }
}
