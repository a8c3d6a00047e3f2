package dev.countdown.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class HexagonRulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("acme");

    private static void assertBroken(ArchRule rule, String description, String... violations) {
        assertThatThrownBy(() -> rule.check(CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Architecture Violation [Priority: MEDIUM] - Rule '" + description + "' was violated ("
                        + violations.length + " times):\n" + String.join("\n", violations));
    }

    @Test
    void theDomainUsesOnlyTheJdk() {
        HexagonRules.domainUsesOnlyTheJdk("acme.sound").check(CLASSES);
        assertBroken(
                HexagonRules.domainUsesOnlyTheJdk("acme.broken"),
                "no classes that reside in a package 'acme.broken.domain..' should depend on classes that are outside of"
                        + " the domain and the JDK, because values and arithmetic outlive every library",
                "Method <acme.broken.domain.LoggedPrice.log()> calls method "
                        + "<org.assertj.core.api.Assertions.useRepresentation("
                        + "org.assertj.core.presentation.Representation)> in (LoggedPrice.java:8)");
    }

    @Test
    void theApplicationUsesOnlyTheDomain() {
        HexagonRules.applicationUsesOnlyTheDomain("acme.sound").check(CLASSES);
        assertBroken(
                HexagonRules.applicationUsesOnlyTheDomain("acme.broken"),
                "no classes that reside in a package 'acme.broken.application..' should depend on classes that are"
                        + " outside of the application, the domain, the JDK and our keepers, because what a port hides must not show"
                        + " through it",
                "Method <acme.broken.application.WebQuoter.venue()> has return type "
                        + "<acme.broken.http.WebVenue> in (WebQuoter.java:0)");
    }

    @Test
    void anAdapterIgnoresTheOthers() {
        HexagonRules.adapterIgnoresTheOthers("acme.sound", "store", "http").check(CLASSES);
        assertBroken(
                HexagonRules.adapterIgnoresTheOthers("acme.broken", "store", "http"),
                "no classes that reside in a package 'acme.broken.store..' should depend on classes that reside in any"
                        + " package ['acme.broken.http..'], because adapters that share code share its mistakes, and"
                        + " cannot be exchanged",
                "Method <acme.broken.store.CachingStore.venue()> has return type <acme.broken.http.WebVenue> "
                        + "in (CachingStore.java:0)");
    }

    @Test
    void aLowerPackageIgnoresUpperOnes() {
        HexagonRules.lowerIgnoresUpper("acme.sound", "domain", "application", "http")
                .check(CLASSES);
        assertBroken(
                HexagonRules.lowerIgnoresUpper("acme.broken", "application", "http"),
                "no classes that reside in a package 'acme.broken.application' should depend on classes that reside in any"
                        + " package ['acme.broken.http..'], because a circle of packages is one package in disguise",
                "Method <acme.broken.application.WebQuoter.venue()> has return type <acme.broken.http.WebVenue> "
                        + "in (WebQuoter.java:0)");
        assertThatThrownBy(() -> HexagonRules.lowerIgnoresUpper("acme", "domain"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name the packages that acme.domain must ignore");
    }

    @Test
    void nothingSeesTheCompositionRoot() {
        HexagonRules.nothingSeesTheCompositionRoot("acme.sound", "bootstrap").check(CLASSES);
        assertBroken(
                HexagonRules.nothingSeesTheCompositionRoot("acme.broken", "bootstrap"),
                "no classes that reside in a package 'acme.broken..' and reside outside of package"
                        + " 'acme.broken.bootstrap..' should depend on classes that reside in a package"
                        + " 'acme.broken.bootstrap..', because what is wired must not know who wires it",
                "Method <acme.broken.store.RestartingStore.platform()> has return type "
                        + "<acme.broken.bootstrap.Platform> in (RestartingStore.java:0)");
    }

    @Test
    void theDomainStaysOffOurAdapters() {
        HexagonRules.domainStaysOffOurAdapters("acme.sound").check(CLASSES);
        assertBroken(
                HexagonRules.domainStaysOffOurAdapters("acme.guarded"),
                "no classes that reside in a package 'acme.guarded.domain..' should depend on classes that reside in any"
                        + " package ['dev.countdown.http..', 'dev.countdown.testing..'], because a strategy must run the"
                        + " same against the exchange and against a fake",
                "Method <acme.guarded.domain.GuardedPrice.gateway()> has return type "
                        + "<dev.countdown.http.StandInForHttp> in (GuardedPrice.java:0)");
    }

    @Test
    void onlyTheCompositionRootTouchesHttp() {
        HexagonRules.onlyTheCompositionRootTouchesHttp("acme.sound", "bootstrap")
                .check(CLASSES);
        assertBroken(
                HexagonRules.onlyTheCompositionRootTouchesHttp("acme.guarded", "bootstrap"),
                "no classes that reside in a package 'acme.guarded..' and reside outside of package"
                        + " 'acme.guarded.bootstrap..' should depend on classes that reside in a package"
                        + " 'dev.countdown.http..', because credentials and connections belong in the one place where"
                        + " everything is wired",
                "Method <acme.guarded.domain.GuardedPrice.gateway()> has return type "
                        + "<dev.countdown.http.StandInForHttp> in (GuardedPrice.java:0)");
    }

    @Test
    void onlyTestsTouchTesting() {
        HexagonRules.onlyTestsTouchTesting("acme.sound").check(CLASSES);
        assertBroken(
                HexagonRules.onlyTestsTouchTesting("acme.broken"),
                "no classes that reside in a package 'acme.broken..' should depend on classes that reside in a package"
                        + " 'dev.countdown.testing..', because a fake exchange in production guards nothing",
                "Method <acme.broken.store.FakeStore.time()> has return type "
                        + "<dev.countdown.testing.ManualScheduler> in (FakeStore.java:0)");
    }

    @Test
    void onlyPublicApiIsUsed() {
        HexagonRules.usesOnlyPublicApi("acme.sound", "io.vertx").check(CLASSES);
        assertBroken(
                HexagonRules.usesOnlyPublicApi("acme.broken", "io.vertx"),
                "no classes that reside in a package 'acme.broken..' should depend on classes that reside in any package"
                        + " ['io.vertx..internal..', 'io.vertx..impl..', 'io.vertx..spi..'], because only public API lets a"
                        + " platform choose the version beneath it",
                "Method <acme.broken.http.PriedOpen.vertx()> has return type <io.vertx.core.internal.VertxInternal> in"
                        + " (PriedOpen.java:0)");
    }

    @Test
    void exactlyOneClassReadsClocks() {
        HexagonRules.exactlyOneClockReader("acme.sound").check(CLASSES);
        assertBroken(
                HexagonRules.exactlyOneClockReader("acme.twoclocks"),
                "classes that reside in a package 'acme.twoclocks..' should read the machine's clocks in exactly 1 of"
                        + " them, because a test can only replace a clock that is read in one place",
                String.join(
                        "; ",
                        "Method <acme.twoclocks.ByCalendar.now()> calls constructor <java.util.GregorianCalendar.<init>()>"
                                + " in (Clocks.java:64)",
                        "Method <acme.twoclocks.ByCall.now()> calls method <java.lang.System.currentTimeMillis()>"
                                + " in (Clocks.java:16)",
                        "Method <acme.twoclocks.ByClock.clock()> calls method <java.time.Clock.systemUTC()>"
                                + " in (Clocks.java:40)",
                        "Method <acme.twoclocks.ByDate.now()> calls constructor <java.util.Date.<init>()>"
                                + " in (Clocks.java:34)",
                        "Method <acme.twoclocks.ByInstant.now()> calls method <java.time.Instant.now()>"
                                + " in (Clocks.java:28)",
                        "Method <acme.twoclocks.ByReference.now()> references method <java.lang.System.nanoTime()>"
                                + " in (Clocks.java:22)",
                        "Method <acme.twoclocks.BySource.source()> calls method <java.time.InstantSource.system()>"
                                + " in (Clocks.java:70)"));
        assertBroken(
                HexagonRules.exactlyOneClockReader("acme.broken"),
                "classes that reside in a package 'acme.broken..' should read the machine's clocks in exactly 1 of"
                        + " them, because a test can only replace a clock that is read in one place",
                "no class reads a clock");
    }

    @Test
    void noClassReadsClocks() {
        HexagonRules.noClockReader("acme.broken").check(CLASSES);
        assertBroken(
                HexagonRules.noClockReader("acme.sound"),
                "classes that reside in a package 'acme.sound..' should not read the machine's clocks,"
                        + " because a test can replace a clock only if no class reads the machine's own",
                "Method <acme.sound.bootstrap.Platform.now()> calls method <java.lang.System.nanoTime()> in "
                        + "(Platform.java:10)");
    }

    @Test
    void noRuleHoldsIfAPackageThatItNamesDoesNotExist() {
        List<ArchRule> rules = List.of(
                HexagonRules.adapterIgnoresTheOthers("acme.sound", "store", "htpp"),
                HexagonRules.adapterIgnoresTheOthers("acme.sound", "store", "http", "htpp"),
                HexagonRules.nothingSeesTheCompositionRoot("acme.sound", "bootstarp"),
                HexagonRules.onlyTheCompositionRootTouchesHttp("acme.sound", "bootstarp"));
        assertThat(rules)
                .allSatisfy(rule -> assertThatThrownBy(() -> rule.check(CLASSES))
                        .hasMessageContaining("failed to check any classes"));
    }

    @Test
    void anAdapterWithoutOthersIsRefused() {
        assertThatThrownBy(() -> HexagonRules.adapterIgnoresTheOthers("acme.sound", "store"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name the other adapters that acme.sound.store must ignore");
    }

    @Test
    void noRuleHoldsForAPackageThatDoesNotExist() {
        List<ArchRule> rules = List.of(
                HexagonRules.domainUsesOnlyTheJdk("acme.nowhere"),
                HexagonRules.applicationUsesOnlyTheDomain("acme.nowhere"),
                HexagonRules.adapterIgnoresTheOthers("acme.nowhere", "store", "http"),
                HexagonRules.nothingSeesTheCompositionRoot("acme.nowhere", "bootstrap"),
                HexagonRules.domainStaysOffOurAdapters("acme.nowhere"),
                HexagonRules.onlyTheCompositionRootTouchesHttp("acme.nowhere", "bootstrap"),
                HexagonRules.onlyTestsTouchTesting("acme.nowhere"),
                HexagonRules.usesOnlyPublicApi("acme.nowhere", "io.vertx"),
                HexagonRules.exactlyOneClockReader("acme.nowhere"),
                HexagonRules.noClockReader("acme.nowhere"));
        assertThat(rules)
                .allSatisfy(rule -> assertThatThrownBy(() -> rule.check(CLASSES))
                        .hasMessageContaining("failed to check any classes"));
    }
}
