package dev.countdown.bootstrap.keep.host;

import dev.countdown.bootstrap.cli.DaemonThread;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.Markets;
import dev.countdown.bootstrap.cli.ScopeName;
import dev.countdown.bootstrap.cli.ScopeOptions;
import dev.countdown.bootstrap.cli.UsageException;
import dev.countdown.domain.Scope;
import dev.countdown.http.Market;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "reconciled",
        description =
                "Says to the keep or pet that runs on this host, as this user, that the orders were reconciled after a lapse.",
        footer = {
            "",
            "Examples: countdown reconciled underlying:BTC_USDT --lapse 1",
            "          countdown reconciled main/spot/pair:BTC_USDT --lapse 1 --bot mm-1",
            "",
            "Closes that lapse alone, or without --lapse those that are open now. One that happens",
            "meanwhile stays open. Where lapses of more than one process may be meant, nothing is",
            "closed: each has a gate of its own, so name the bot of a pet, or the process.",
            "Exit codes: 0 reconciled, 2 more than one process is meant, 3 nothing was reconciled, or",
            "a lapse is open still, 4 one of them did not answer."
        })
public final class ReconciledCommand implements Callable<Integer> {

    private static final int PATIENCE_SECONDS = 5;

    @Parameters(
            arity = "0..1",
            paramLabel = "SCOPE",
            description =
                    "As events show it: all, underlying:NAME, contract:NAME or pair:NAME; or with account and market:"
                            + " main/all, main/spot/pair:NAME. Without any: each scope.")
    @Nullable
    String named;

    @Mixin
    ScopeOptions options = new ScopeOptions();

    @Option(names = "--account", paramLabel = "NAME", description = "The account's name in the configuration file.")
    @Nullable
    String account;

    @Option(
            names = "--market",
            paramLabel = "MARKET",
            description = "options, futures-usdt, futures-btc or spot. Without it: each market.")
    @Nullable
    Market market;

    @Option(names = "--lapse", paramLabel = "N", description = "The lapse's number, as the event lapsed says it.")
    @Nullable
    Long lapse;

    @Option(names = "--bot", paramLabel = "NAME", description = "That of this bot alone, as its pet has it.")
    @Nullable
    String bot;

    @Option(names = "--pid", paramLabel = "N", description = "That of this keep or pet alone.")
    @Nullable
    Long pid;

    @Spec
    CommandSpec spec = CommandSpec.create();

    private final List<String> said = new ArrayList<>();
    private boolean silent;

    /** What one process said. */
    private record Answer(Path socket, List<String> lines) {
        boolean isOpen() {
            return lines.stream().anyMatch(line -> line.startsWith(LapseReconciler.OPEN));
        }

        String text() {
            return "process " + process(socket) + ": "
                    + lines.stream()
                            .map(line -> line.replaceFirst("^" + LapseReconciler.OPEN, ""))
                            .collect(Collectors.joining(", "));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        LapseQuestion question = question();
        List<Answer> answers = new ArrayList<>();
        for (Path socket : sockets()) {
            ask(socket, question.json().put(ReconciledSocket.LOOK, true)).ifPresent(answers::add);
        }
        boolean unsure = !said.isEmpty();
        List<Answer> meant = answers.stream()
                .filter(each -> lapse == null ? each.isOpen() : !each.lines().isEmpty())
                .toList();
        if (answers.stream().anyMatch(Answer::isOpen)) {
            if (meant.size() > 1) {
                throw new UsageException("nothing was closed, because more than one process of this host may be meant: "
                        + meant.stream().map(Answer::text).collect(Collectors.joining("; "))
                        + "; add --bot NAME of a pet, or --pid N");
            }
            if (unsure && bot == null && pid == null) {
                said.add("nothing was closed, because that one may be meant, too, and not "
                        + meant.get(0).text() + "; add --bot NAME of a pet, or --pid N");
            } else {
                ask(meant.get(0).socket(), question.json()).ifPresent(answer -> said.addAll(answer.lines()));
            }
        }
        if (said.isEmpty()) {
            said.add(nothing(!answers.isEmpty()));
        }
        return tell() ? ExitCode.DONE : silent ? ExitCode.UNKNOWN : ExitCode.NOT_APPLIED;
    }

    private String nothing(boolean found) {
        String process = pid == null ? "" : "as process " + pid + " ";
        return found
                ? "no keep or pet " + process + "on this host has such a lapse open"
                : "no keep or pet of this user was found " + process + "on this host; run it as its user";
    }

    private LapseQuestion question() {
        Optional<Scope> scope = scope(); // may name account and market
        return new LapseQuestion(
                Optional.ofNullable(bot),
                Optional.ofNullable(account),
                Optional.ofNullable(market),
                scope,
                lapse == null ? OptionalLong.empty() : OptionalLong.of(lapse));
    }

    /** Empty, and said, if there is no answer; not said if nobody is there. */
    private Optional<Answer> ask(Path socket, Json question) throws InterruptedException {
        FutureTask<List<String>> answer = new FutureTask<>(() -> ask(socket, question.toString()));
        DaemonThread.of("question", answer).start();
        try {
            return Optional.of(new Answer(socket, answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException) {
                removeQuietly(socket); // a keep that was killed left it
            } else {
                said.add(socket + ": " + e.getCause());
            }
        } catch (TimeoutException e) {
            silent = true;
            said.add(socket + ": no answer within " + PATIENCE_SECONDS + " s");
        }
        return Optional.empty();
    }

    private Optional<Scope> scope() {
        String text = named;
        if (text != null && options.isGiven()) {
            throw new UsageException("a scope must be named once: " + text);
        }
        if (text != null && text.contains("/")) {
            if (account != null || market != null) {
                throw new UsageException("account and market must be named once: " + text);
            }
            ScopeName name = UsageException.checked(() -> ScopeName.parse(text));
            account = name.account();
            market = name.market();
            return Optional.of(name.scope());
        }
        Optional<Scope> meant = options.isGiven()
                ? Optional.of(options.scope())
                : Optional.ofNullable(text).map(each -> UsageException.checked(() -> Scope.parse(each)));
        return Optional.ofNullable(market)
                .map(in -> meant.map(each -> Markets.checked(in, each)))
                .orElse(meant);
    }

    private List<Path> sockets() {
        return RuntimeFolder.existing(System.getenv()).stream()
                .flatMap(ReconciledCommand::list)
                .filter(file -> file.toString().endsWith(ReconciledSocket.NAME))
                .filter(file -> pid == null || process(file).equals(String.valueOf(pid)))
                .toList();
    }

    private static String process(Path socket) {
        return String.valueOf(socket.getFileName()).replace(ReconciledSocket.NAME, "");
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException notForUs) {
            return Stream.empty();
        }
    }

    private static List<String> ask(Path socket, String question) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((question + "\n").getBytes(StandardCharsets.UTF_8)));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines()
                    .map(line -> line.replaceAll("\\p{Cntrl}", "?"))
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private static void removeQuietly(Path socket) {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            return; // of no use to anybody, and in nobody's way
        }
    }

    /** Returns whether there is nothing but good news. */
    private boolean tell() {
        for (String line : said) {
            if (line.startsWith(LapseReconciler.DONE)) {
                spec.commandLine().getOut().println(line);
            } else {
                spec.commandLine().getErr().println("countdown: " + line);
            }
        }
        return said.stream().allMatch(line -> line.startsWith(LapseReconciler.DONE));
    }
}
