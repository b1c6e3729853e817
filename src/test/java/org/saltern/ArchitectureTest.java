package org.saltern;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The floor plan of docs/architecture.md, as rules that name the offending field or call. */
class ArchitectureTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.saltern");

    private static final List<String> TOOLS =
            List.of(
                    "base", "crypto", "wire", "store", "targets", "yaml", "sls", "modules",
                    "health", "log", "backup");
    private static final List<String> ROOMS = List.of("events", "access", "hosts", "files", "jobs");
    private static final List<String> DOORS = List.of("master", "web", "rest", "minion", "cli");

    @Test
    void no_two_packages_need_each_other() {
        slices().matching("org.saltern.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @TestFactory
    Stream<DynamicTest> a_tool_knows_neither_rooms_nor_doors() {
        return TOOLS.stream()
                .map(
                        tool ->
                                rule(
                                        tool,
                                        without(
                                                tool,
                                                Stream.of(ROOMS, DOORS)
                                                        .flatMap(List::stream)
                                                        .toList())));
    }

    @TestFactory
    Stream<DynamicTest> a_room_knows_no_door_and_only_the_rooms_before_it() {
        return Stream.of(
                rule(
                        "events",
                        without(
                                "events",
                                List.of(
                                        "access", "hosts", "files", "jobs", "master", "web", "rest",
                                        "minion", "cli"))),
                rule(
                        "access",
                        without(
                                "access",
                                List.of(
                                        "hosts", "files", "jobs", "master", "web", "rest", "minion",
                                        "cli"))),
                rule(
                        "hosts",
                        without(
                                "hosts",
                                List.of(
                                        "files", "jobs", "master", "web", "rest", "minion",
                                        "cli"))),
                rule(
                        "files",
                        without(
                                "files",
                                List.of("jobs", "master", "web", "rest", "minion", "cli"))),
                rule(
                        "jobs",
                        without(
                                "jobs",
                                List.of("files", "master", "web", "rest", "minion", "cli"))));
    }

    @TestFactory
    Stream<DynamicTest> doors_do_not_know_each_other() {
        return DOORS.stream()
                .map(
                        door ->
                                rule(
                                        door,
                                        without(
                                                door,
                                                DOORS.stream()
                                                        .filter(other -> !other.equals(door))
                                                        .toList())));
    }

    @Test
    void a_minion_needs_no_master() {
        without("minion", List.of("events", "access", "hosts", "files", "jobs", "store"))
                .check(HOUSE);
    }

    @Test
    void the_load_program_knows_masters_from_outside_only() {
        without("bench", Stream.of(ROOMS, DOORS, List.of("store")).flatMap(List::stream).toList())
                .check(HOUSE);
    }

    @Test
    void only_wire_speaks_zeromq() {
        onlyIn("wire", "org.zeromq..", "zmq..").check(HOUSE);
    }

    @Test
    void only_crypto_uses_bouncy_castle() {
        onlyIn("crypto", "org.bouncycastle..").check(HOUSE);
    }

    @Test
    void only_health_counts_with_micrometer() {
        onlyIn("health", "io.micrometer..", "io.prometheus..").check(HOUSE);
    }

    @Test
    void only_doors_for_browsers_and_programs_speak_http() {
        noClasses()
                .that(resideInAPackage("org.saltern.."))
                .and(
                        not(
                                resideInAnyPackage(
                                        "org.saltern", "org.saltern.web..", "org.saltern.rest..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "jakarta.servlet..")
                .check(HOUSE);
    }

    @Test
    void only_stores_write_sql() {
        noClasses()
                .that(
                        not(
                                simpleNameEndingWith("Store")
                                        .or(simpleNameEndingWith("Test"))
                                        .or(resideInAPackage("org.saltern.store.."))))
                .should()
                .callMethodWhere(
                        target(
                                        com.tngtech.archunit.core.domain.properties.HasName
                                                .Predicates.nameMatching(
                                                "createQuery|createUpdate|prepareBatch|createBatch|createScript|execute"))
                                .and(
                                        target(
                                                com.tngtech.archunit.core.domain.properties.HasOwner
                                                        .Predicates.With.owner(
                                                        com.tngtech.archunit.core.domain.JavaClass
                                                                .Predicates.assignableTo(
                                                                Handle.class)))))
                .check(HOUSE);
    }

    @Test
    void static_fields_are_final() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("..templates..")
                .should()
                .beFinal()
                .check(HOUSE);
    }

    private static ArchRule without(String room, List<String> forbidden) {
        return noClasses()
                .that()
                .resideInAPackage("org.saltern." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        forbidden.stream()
                                .map(other -> "org.saltern." + other + "..")
                                .toArray(String[]::new))
                .allowEmptyShould(true);
    }

    private static ArchRule onlyIn(String room, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("org.saltern." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because("only " + room + " may use " + Arrays.toString(packages));
    }

    private static DynamicTest rule(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> rule.check(HOUSE));
    }
}
