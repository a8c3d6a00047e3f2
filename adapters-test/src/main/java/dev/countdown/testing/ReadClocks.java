package dev.countdown.testing;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds if just so many classes, nested ones counted with their outermost, read the machine's clocks. Not thread-safe. */
final class ReadClocks extends ArchCondition<JavaClass> {

    private static final Set<String> METHODS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.util.Calendar.getInstance",
            "java.util.Date.<init>");

    private final int wanted;
    private final Map<String, String> readers = new TreeMap<>();

    ReadClocks(int wanted) {
        super("read the machine's clocks in exactly %d of them", wanted);
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
                .anyMatch(type -> type.isEquivalentTo(Clock.class) || type.isEquivalentTo(long.class));
        boolean known = METHODS.contains(owner + "." + target.getName());
        boolean now = owner.startsWith("java.time.") && target.getName().equals("now");
        return ((known || now) && !given) || (owner.equals("java.time.Clock") && makesClock(target.getName()));
    }

    private static boolean makesClock(String method) {
        return method.startsWith("system") || method.matches("tick(Seconds|Minutes|Millis)");
    }

    private static String outermost(JavaClass item) {
        return item.getName().split("\\$", 2)[0];
    }
}
