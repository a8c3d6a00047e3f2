package dev.countdown.testing.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds if exactly so many classes, nested ones counted with their outermost, read the machine's clocks. Not thread-safe. */
final class ReadClocks extends ArchCondition<JavaClass> {

    private static final Set<String> METHODS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.util.Calendar.getInstance",
            "java.util.Date.<init>",
            "java.util.GregorianCalendar.<init>");

    /** A method that takes one of these is given the time. */
    private static final List<Class<?>> TIMES = List.of(Clock.class, long.class, int.class);

    private static final Set<String> CLOCKS = Set.of("java.time.Clock", "java.time.InstantSource");

    private final int wanted;
    private final Map<String, String> readers = new TreeMap<>();

    ReadClocks(int wanted) {
        super(
                wanted == 0
                        ? "not read the machine's clocks"
                        : "read the machine's clocks in exactly " + wanted + " of them");
        this.wanted = wanted;
    }

    @Override
    public void init(Collection<JavaClass> all) {
        readers.clear();
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        item.getCodeUnitAccessesFromSelf().stream()
                .filter(access -> readsClock(access.getTarget()))
                .map(JavaCodeUnitAccess::getDescription)
                .sorted()
                .findFirst()
                .ifPresent(how -> readers.putIfAbsent(outermost(item), how));
    }

    @Override
    public void finish(ConditionEvents events) {
        boolean holds = readers.size() == wanted;
        String message = readers.isEmpty() ? "no class reads a clock" : String.join("; ", readers.values());
        events.add(new SimpleConditionEvent(readers, holds, message));
    }

    private static boolean readsClock(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        boolean given = target.getRawParameterTypes().stream()
                .anyMatch(type -> TIMES.stream().anyMatch(type::isEquivalentTo));
        boolean known = METHODS.contains(owner + "." + target.getName());
        boolean now = owner.startsWith("java.time.") && target.getName().equals("now");
        return ((known || now) && !given) || (CLOCKS.contains(owner) && makesClock(target.getName()));
    }

    private static boolean makesClock(String method) {
        return method.startsWith("system") || method.matches("tick(Seconds|Minutes|Millis)");
    }

    private static String outermost(JavaClass item) {
        return item.getName().split("\\$", 2)[0];
    }
}
