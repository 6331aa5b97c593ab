package rollcall;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may know whom: the drawing in CONTRIBUTING.md, kept. When it no longer fits, change both in one commit. */
class FloorPlanTest {
    private static final Map<String, Set<String>> KNOWS = Map.ofEntries(
            entry("outcome", Set.of()),
            entry("sip", Set.of()),
            // thresholds name stages and faults
            entry("plan", Set.of("outcome")),
            // a challenge is a SIP header, a signature covers SIP headers
            entry("auth", Set.of("outcome", "sip")),
            entry("dns", Set.of("outcome", "sip", "plan", "auth")),
            entry("tls", Set.of("outcome", "sip", "plan", "auth")),
            entry("web", Set.of("outcome", "sip", "plan", "auth")),
            entry("client", Set.of("outcome", "sip", "plan", "auth", "dns", "tls", "web")),
            entry("report", Set.of("outcome", "sip", "plan", "auth", "dns", "tls", "web")),
            entry("engine", Set.of("outcome", "sip", "plan", "auth", "dns", "tls", "web", "client", "report")),
            entry("check", Set.of("outcome", "sip", "plan", "auth", "dns", "tls", "web", "client", "report")),
            entry("mock", Set.of("sip", "auth", "plan")),
            entry(
                    "cli",
                    Set.of(
                            "outcome", "sip", "plan", "auth", "dns", "tls", "web", "client", "report", "engine",
                            "check", "mock")));

    private static final JavaClasses ROLLCALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("rollcall");

    @Test
    void everyPackageIsARoomOnTheMapWithoutSubPackages() {
        Set<JavaPackage> rooms = ROLLCALL.getPackage("rollcall").getSubpackages();
        assertThat(rooms).extracting(JavaPackage::getRelativeName).isSubsetOf(KNOWS.keySet());
        assertThat(rooms).allSatisfy(room -> assertThat(room.getSubpackages()).isEmpty());
        assertThat(ROLLCALL.getPackage("rollcall").getClasses()).isEmpty();
    }

    @Test
    void everyRoomSaysWhatItIs() {
        assertThat(ROLLCALL.getPackage("rollcall").getSubpackages())
                .allSatisfy(room -> assertThat(room.containsClassWithSimpleName("package-info"))
                        .as("package-info of " + room.getName())
                        .isTrue());
    }

    @Test
    void roomsKnowOnlyWhatTheMapAllows() {
        KNOWS.forEach((room, known) -> {
            String[] allowed = known.stream().map(name -> "rollcall." + name).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("rollcall." + room)
                    .should()
                    .dependOnClassesThat(resideInAPackage("rollcall..")
                            .and(not(resideInAnyPackage(allowed)))
                            .and(not(resideInAPackage("rollcall." + room))))
                    .allowEmptyShould(true) // a room that is not built yet
                    .check(ROLLCALL);
        });
    }

    @Test
    void onlyCliPrintsAndExits() {
        noClasses()
                .that()
                .resideOutsideOfPackage("rollcall.cli")
                .should()
                .accessTargetWhere(calls(System.class, "out", "err", "exit")
                        .or(calls(Runtime.class, "exit", "halt"))
                        .or(calls(Throwable.class, "printStackTrace")))
                .check(ROLLCALL);
    }

    @Test
    void onlyEngineAndCliReadAClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages("rollcall.engine", "rollcall.cli")
                .should()
                .accessTargetWhere(calls(System.class, "nanoTime", "currentTimeMillis")
                        .or(describe(
                                "read a clock of java.time",
                                access ->
                                        access.getTargetOwner().getPackageName().equals("java.time")
                                                && Set.of("now", "systemUTC", "systemDefaultZone")
                                                        .contains(access.getName()))))
                .check(ROLLCALL);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... members) {
        return describe(owner.getSimpleName() + "." + Set.of(members), access -> {
            AccessTarget target = access.getTarget();
            JavaClass type = target.getOwner();
            return type.isAssignableTo(owner) && Set.of(members).contains(target.getName());
        });
    }
}
