package dev.countdown.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.countdown.testing.architecture.HexagonRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class LayeringTest {

    private static final String ROOT = "dev.countdown";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/")) // also below target/quick
            .importPackages(ROOT);

    static Stream<ArchRule> rules() {
        return Stream.of(
                HexagonRules.domainUsesOnlyTheJdk(ROOT),
                HexagonRules.applicationUsesOnlyTheDomain(ROOT),
                HexagonRules.adapterIgnoresTheOthers(ROOT, "http", "store", "testing"),
                HexagonRules.adapterIgnoresTheOthers(ROOT, "testing", "http", "store"),
                HexagonRules.adapterIgnoresTheOthers(ROOT, "store", "http", "testing"),
                HexagonRules.nothingSeesTheCompositionRoot(ROOT, "bootstrap"),
                HexagonRules.lowerIgnoresUpper(ROOT, "application", "application.machine", "application.keeper"),
                HexagonRules.lowerIgnoresUpper(ROOT, "application.machine", "application.keeper"),
                HexagonRules.lowerIgnoresUpper(
                        ROOT, "testing", "testing.simulator", "testing.contract", "testing.architecture"),
                HexagonRules.domainStaysOffOurAdapters(ROOT),
                HexagonRules.usesOnlyPublicApi(ROOT, "io.vertx"),
                HexagonRules.lowerIgnoresUpper(
                        ROOT,
                        "bootstrap.cli",
                        "bootstrap.profile",
                        "bootstrap.once",
                        "bootstrap.keep",
                        "bootstrap.guard",
                        "bootstrap.pet",
                        "bootstrap.plan",
                        "bootstrap.probe",
                        "bootstrap.simulate"),
                SlicesRuleDefinition.slices()
                        .matching(ROOT + ".(**)")
                        .should()
                        .beFreeOfCycles()
                        .because("each package can be read after those that it uses"),
                HexagonRules.exactlyOneClockReader(ROOT));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleHoldsForOurOwnMainCode(ArchRule rule) {
        rule.check(MAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"domain", "application", "http", "testing", "bootstrap"})
    void everyModuleWasLookedAt(String module) {
        assertThat(MAIN.stream().map(JavaClass::getPackageName)).contains(ROOT + "." + module);
    }

    @Test
    void noTestWasLookedAt() {
        assertThat(MAIN.stream().map(JavaClass::getSimpleName)).doesNotContain("LayeringTest");
    }

    @Test
    void theOneClockReaderIsTheSystemScheduler() {
        assertThat(MAIN.get(ROOT + ".application.SystemScheduler").getCodeUnitAccessesFromSelf().stream()
                        .map(access -> access.getTarget().getFullName()))
                .contains("java.lang.System.nanoTime()", "java.lang.System.currentTimeMillis()");
    }
}
