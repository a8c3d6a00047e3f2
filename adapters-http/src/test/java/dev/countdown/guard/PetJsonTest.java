package dev.countdown.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.countdown.application.KeeperState;
import dev.countdown.application.guard.Pet;
import dev.countdown.application.guard.ScopeReply;
import dev.countdown.domain.Timeout;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PetJsonTest {

    private static final String SCOPE = "main/underlying:BTC_USDT";
    private static final String GOOD = "{'node':'a','echo':4712,'scopes':{'main/underlying:BTC_USDT':{'state':'ARMED',"
            + "'timeout':30,'guardedForMs':21400,'unbrokenForMs':861000,'silent':['mm-2'],'digest':'00ff00ff00ff00ff'}}}";

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    @Test
    void aPetIsReadAsItWasWritten() {
        PetRequest first =
                new PetRequest(new Pet("mm-1", 1764190000123456L, OptionalLong.empty()), List.of(SCOPE), Map.of());
        PetRequest next = new PetRequest(
                new Pet("mm-1", 1764190000123456L, OptionalLong.of(4711)), List.of(SCOPE), Map.of(SCOPE, 188_000L));

        assertThat(new String(PetJson.encode(first), UTF_8))
                .isEqualTo("{\"session\":1764190000123456,\"scopes\":[\"main/underlying:BTC_USDT\"]}");
        assertThat(new String(PetJson.encode(next), UTF_8))
                .endsWith(",\"settlingMs\":{\"main/underlying:BTC_USDT\":188000}}");
        assertThat(PetJson.request("mm-1", PetJson.encode(first))).isEqualTo(first);
        assertThat(PetJson.request("mm-1", PetJson.encode(next))).isEqualTo(next);
    }

    @Test
    void aReplyIsReadAsItWasWritten() {
        PetReply reply = new PetReply(
                "a",
                4712,
                Map.of(
                        SCOPE,
                        new ScopeReply(
                                KeeperState.ARMED,
                                Timeout.ofSeconds(30),
                                21400,
                                861000,
                                0,
                                List.of("mm-2"),
                                "00ff00ff00ff00ff")));

        assertThat(new String(PetJson.encode(reply), UTF_8)).isEqualTo(GOOD.replace('\'', '"'));
        assertThat(PetJson.reply(PetJson.encode(reply))).isEqualTo(reply);
    }

    @Test
    void theNewerSessionIsReadAsItWasWritten() {
        assertThat(PetJson.superseded(PetJson.encodeSuperseded(7))).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(() -> PetJson.encodeSuperseded(1L << 53));
    }

    @Test
    void aFieldOfALaterVersionIsIgnored() {
        String later = GOOD.replaceFirst("\\{", "{'later':[{'deep':[1.5,null,true]}],")
                .replace("'state'", "'later':1e400,'state'");

        assertThat(PetJson.reply(bytes(later))).isEqualTo(PetJson.reply(bytes(GOOD)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "''                                   | bot must be 1 to 64 letters",
                "..                                   | bot must be 1 to 64 letters",
                "a/b                                  | bot must be 1 to 64 letters, digits, '.', '_' or '-', the first a"
                        + " letter or digit: 'a/b'",
            })
    void aNameThatIsNoPartOfAPathIsRefused(String bot, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PetJson.checkBot(bot.replace("''", "")))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "[]                                   | body must be a JSON object",
                "x                                    | body must be JSON: ",
                "{'session':1,'scopes':['a']}{}       | nothing after it",
                "{'session':1,'session':2}            | body must be JSON: Duplicate field 'session'",
                "{'scopes':['a']}                     | session must be a whole number of 0 to 2^53 - 1, and is missing",
                "{'session':'1','scopes':['a']}       | session must be a whole number of 0 to 2^53 - 1: 1",
                "{'session':null,'scopes':['a']}      | session must be a whole number of 0 to 2^53 - 1: null",
                "{'session':1.5,'scopes':['a']}       | session must be a whole number of 0 to 2^53 - 1: 1.5",
                "{'session':-1,'scopes':['a']}        | session must be 0 to 2^53 - 1: -1",
                "{'session':9007199254740992,'scopes':['a']} | session must be 0 to 2^53 - 1: 9007199254740992",
                "{'session':99999999999999999999,'scopes':['a']} | 99999999999999999999",
                "{'session':1,'echo':-1,'scopes':['a']} | echo must be 0 to 2^53 - 1: -1",
                "{'session':1,'scopes':[]}            | scopes must be 1 to 1000 of them: 0",
                "{'session':1,'scopes':'a'}           | scopes must be an array of strings: a",
                "{'session':1,'scopes':[7]}           | scopes must be an array of strings: 7",
                "{'session':1,'scopes':['a ']}        | scope must be 1 to 200 printable ASCII characters, the first and the"
                        + " last no space: 'a '",
                "{'session':1,'scopes':['a','a']}     | scopes must be named only once: [a, a]",
                "{'session':1,'scopes':['a'],'settlingMs':7} | settlingMs must be an object: 7",
                "{'session':1,'scopes':['a'],'settlingMs':{'a':-1}} | a must be 0 to 2^53 - 1: -1",
                "{'session':1,'scopes':['a'],'settlingMs':{'b':1}} | settlingMs must be of scopes that are named: [b]",
            })
    void aPetOutOfBoundsIsRefused(String body, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PetJson.request("mm-1", bytes(body)))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "'node':'a'          | 'node':''           | node must be 1 to 64",
                "4712                | 1e3                 | echo must be a whole number",
                "'ARMED'             | 'ARMD'              | state must be one of",
                "'timeout':30        | 'timeout':4         | main/underlying:BTC_USDT: timeout must be 5 to 2147483647 seconds: 4",
                "'timeout':30        | 'timeout':2147483648 | timeout must be 5 to 2147483647 seconds",
                "21400               | -1                  | guardedForMs must be 0 to 2^53 - 1: -1",
                "21400               | 30001               | guardedForMs must be at most the timeout of 30 s: 30001",
                "861000              | -1                  | unbrokenForMs must be 0 to 2^53 - 1: -1",
                "861000              | 861000,'settlingMs':-1 | settlingMs must be 0 to 2^53 - 1: -1",
                "'mm-2'              | 7                   | silent must be an array of strings: 7",
                "'mm-2'              | 'a b'               | silent must be 1 to 64",
                "00ff00ff00ff00ff    | 00 ff               | digest must be 1 to 64",
                "'silent':['mm-2'],  | ``                  | silent must be an array of strings, and is missing",
            })
    void aReplyOutOfBoundsIsRefused(String good, String bad, String message) {
        assertThat(GOOD).contains(good);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PetJson.reply(bytes(GOOD.replace(good, bad))))
                .withMessageContaining(message);
    }

    @Test
    void aBodyThatIsTooLongOrTooDeepIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PetJson.reply(new byte[PetJson.MOST_REPLY_BYTES + 1]))
                .withMessage("body must be at most 1048576 bytes: 1048577");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PetJson.request("mm-1", bytes("{'x':" + "[".repeat(5_000))))
                .withMessageStartingWith("body must be JSON: ")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
        String many = IntStream.range(0, 1_001).mapToObj(i -> "'s" + i + "'").collect(Collectors.joining(","));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PetJson.request("mm-1", bytes("{'session':1,'scopes':[" + many + "]}")))
                .withMessage("scopes must be 1 to 1000 of them: 1001");
    }
}
