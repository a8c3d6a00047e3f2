package com.example.desk;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.countdown.testing.architecture.HexagonRules;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The desk's own layering, by the rules that the library ships. */
@Tag("slow")
class LayeringTest {

    private static final String ROOT = "com.example.desk";

    /** By name, since the library's own build compiles all of this as tests. */
    private static final Pattern TESTS = Pattern.compile(".*/(\\w*Test|ExchangeOrders)\\b[^/]*\\.class");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.matches(TESTS))
            .importPackages(ROOT);

    @Test
    void theDomainStaysOffTheAdapters() {
        HexagonRules.domainStaysOffOurAdapters(ROOT).check(CLASSES);
        HexagonRules.domainUsesOnlyTheJdk(ROOT).check(CLASSES);
    }

    @Test
    void theApplicationUsesKeepersAndNoAdapter() {
        HexagonRules.applicationUsesOnlyTheDomain(ROOT).check(CLASSES);
    }

    @Test
    void onlyTheWiringKnowsOfHttp() {
        HexagonRules.onlyTheCompositionRootTouchesHttp(ROOT, "wiring").check(CLASSES);
        HexagonRules.nothingSeesTheCompositionRoot(ROOT, "wiring").check(CLASSES);
    }

    @Test
    void nothingButTestsTouchesTheSimulatedExchange() {
        HexagonRules.onlyTestsTouchTesting(ROOT).check(CLASSES);
    }

    @Test
    void nobodyReadsAClock() {
        HexagonRules.noClockReader(ROOT).check(CLASSES);
    }
}
