package dev.countdown.testing.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Arrays;

/**
 * Rules of layering for a root package, one's own or ours: {@code
 * HexagonRules.onlyTestsTouchTesting("com.acme").check(classes)}. The domain is expected below {@code ROOT.domain} and the
 * application below {@code ROOT.application}. A rule fails if there is no class that it could hold for, and if a package
 * whose name it is given holds no class; so check it on the classes of all modules. Needs ArchUnit alone. The rules are
 * immutable but for {@link #exactlyOneClockReader}, which must not be checked by two threads at once.
 */
public final class HexagonRules {

    private static final String OUR_HTTP = "dev.countdown.http..";
    private static final String OUR_TESTING = "dev.countdown.testing..";

    private static final ArchCondition<JavaClass> EXIST = new ArchCondition<>("exist") {
        @Override
        public void check(JavaClass item, ConditionEvents events) {
            // It does; a rule fails by itself if it finds no class at all.
        }
    };

    private HexagonRules() {}

    /**
     * The domain depends on nothing but itself, the JDK and JSpecify.
     *
     * @param root such as {@code com.acme.trading}
     * @return the rule
     */
    public static ArchRule domainUsesOnlyTheJdk(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".domain..")
                .should()
                .dependOnClassesThat(outside("the domain and the JDK", root + ".domain.."))
                .because("values and arithmetic outlive every library");
    }

    /**
     * The application depends on nothing but the domain, itself, the JDK, JSpecify, and our ports and keepers ({@code
     * dev.countdown.domain}, {@code dev.countdown.application}), which know no adapter either.
     *
     * @param root such as {@code com.acme.trading}
     * @return the rule
     */
    public static ArchRule applicationUsesOnlyTheDomain(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".application..")
                .should()
                .dependOnClassesThat(outside(
                        "the application, the domain, the JDK and our keepers",
                        root + ".application..",
                        root + ".domain..",
                        "dev.countdown.application..",
                        "dev.countdown.domain.."))
                .because("what a port hides must not show through it");
    }

    /**
     * One adapter depends on none of the others.
     *
     * @param root such as {@code com.acme.trading}
     * @param adapter the package below the root, such as {@code http}
     * @param others the packages of the other adapters below the root; at least one
     * @return the rule
     * @throws IllegalArgumentException if no other is named
     */
    public static ArchRule adapterIgnoresTheOthers(String root, String adapter, String... others) {
        if (others.length == 0) {
            throw new IllegalArgumentException("name the other adapters that " + root + "." + adapter + " must ignore");
        }
        return ignores(
                root,
                root + "." + adapter + "..",
                others,
                "adapters that share code share its mistakes, and cannot be exchanged");
    }

    /**
     * Inside of a layer, a lower package depends on no upper one.
     *
     * @param root such as {@code com.acme.trading}
     * @param lower the package below the root, without those below it, such as {@code application}
     * @param uppers the packages below the root that may use it, such as {@code application.keeper}; at least one
     * @return the rule
     * @throws IllegalArgumentException if no upper one is named
     */
    public static ArchRule lowerIgnoresUpper(String root, String lower, String... uppers) {
        if (uppers.length == 0) {
            throw new IllegalArgumentException("name the packages that " + root + "." + lower + " must ignore");
        }
        return ignores(root, root + "." + lower, uppers, "a circle of packages is one package in disguise");
    }

    /**
     * Nothing but the composition root depends on the composition root.
     *
     * @param root such as {@code com.acme.trading}
     * @param compositionRoot the package below the root where everything is wired, such as {@code bootstrap}
     * @return the rule
     */
    public static ArchRule nothingSeesTheCompositionRoot(String root, String compositionRoot) {
        String top = root + "." + compositionRoot + "..";
        return outsideOf(top, root, top, "what is wired must not know who wires it");
    }

    /**
     * The domain knows neither of our adapters.
     *
     * @param root such as {@code com.acme.trading}
     * @return the rule
     */
    public static ArchRule domainStaysOffOurAdapters(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUR_HTTP, OUR_TESTING)
                .because("a strategy must run the same against the exchange and against a fake");
    }

    /**
     * Only the composition root knows our HTTP adapter.
     *
     * @param root such as {@code com.acme.trading}
     * @param compositionRoot the package below the root where everything is wired, such as {@code bootstrap}
     * @return the rule
     */
    public static ArchRule onlyTheCompositionRootTouchesHttp(String root, String compositionRoot) {
        String top = root + "." + compositionRoot + "..";
        return outsideOf(
                top, root, OUR_HTTP, "credentials and connections belong in the one place where everything is wired");
    }

    /**
     * No class depends on what a library keeps for itself: its packages named {@code internal}, {@code impl} or {@code spi}.
     *
     * @param root such as {@code com.acme.trading}
     * @param library the library's root package, such as {@code io.vertx}
     * @return the rule
     */
    public static ArchRule usesOnlyPublicApi(String root, String library) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library + "..internal..", library + "..impl..", library + "..spi..")
                .because("only public API lets a platform choose the version beneath it");
    }

    /** What one package may not depend on, which must be there. */
    private static ArchRule ignores(String root, String which, String[] others, String why) {
        String[] packages =
                Arrays.stream(others).map(other -> root + "." + other + "..").toArray(String[]::new);
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(which)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(why);
        return whereThereIs(rule, packages);
    }

    /** What nothing may depend on but the composition root, which must be there. */
    private static ArchRule outsideOf(String top, String root, String forbidden, String why) {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(top)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(forbidden)
                .because(why);
        return whereThereIs(rule, top);
    }

    /**
     * No class knows our test adapter. To be checked on main classes alone ({@code ImportOption.DoNotIncludeTests}).
     *
     * @param root such as {@code com.acme.trading}
     * @return the rule
     */
    public static ArchRule onlyTestsTouchTesting(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(OUR_TESTING)
                .because("a fake exchange in production guards nothing");
    }

    /**
     * Exactly one class reads the machine's clocks; all others are given the time.
     *
     * @param root such as {@code com.acme.trading}
     * @return the rule
     */
    public static ArchRule exactlyOneClockReader(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new ReadClocks(1))
                .because("a test can only replace a clock that is read in one place");
    }

    /**
     * No class reads the machine's clocks, as in a platform that takes the time from our {@code Scheduler.system()}.
     *
     * @param root such as {@code com.acme.trading}
     * @return the rule
     */
    public static ArchRule noClockReader(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new ReadClocks(0))
                .because("a test can replace a clock only if no class reads the machine's own");
    }

    /** The rule, by the same name; it fails if one of the packages holds no class, since a misspelt one is never seen. */
    private static ArchRule whereThereIs(ArchRule rule, String... packages) {
        CompositeArchRule all = CompositeArchRule.of(rule);
        for (String each : packages) {
            all = all.and(classes().that().resideInAPackage(each).should(EXIST));
        }
        return all.as(rule.getDescription());
    }

    private static DescribedPredicate<JavaClass> outside(String what, String... packages) {
        String[] allowed = Arrays.copyOf(packages, packages.length + 3);
        allowed[packages.length] = "java..";
        allowed[packages.length + 1] = "org.jspecify..";
        allowed[packages.length + 2] = ""; // primitive types and their arrays
        return not(resideInAnyPackage(allowed)).as("are outside of " + what);
    }
}
