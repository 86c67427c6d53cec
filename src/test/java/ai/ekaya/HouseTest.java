package ai.ekaya;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.store.Store;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The architecture's table of rooms and its invariants. A new arrow is a decision: change the table and say why in docs/rationale.md. */
class HouseTest {
    private static final String ROOT = "ai.ekaya.";

    /** Room → rooms it may look into. The order is the order of ARCHITECTURE.md: arrows point up only. */
    private static final Map<String, Set<String>> ARROWS = new LinkedHashMap<>();

    static {
        room("limits");
        room("store", "limits");
        room("sql", "limits");
        room("web", "limits");
        room("audit", "limits", "store", "web");
        room("keys", "limits", "store", "audit");
        room("oidc", "limits", "keys");
        room("identity", "limits", "store", "audit", "web", "keys", "oidc");
        room("secrets", "limits", "store", "audit", "web", "keys", "identity");
        room("leak", "limits", "keys", "identity", "secrets");
        room("usage", "limits", "store", "identity", "audit", "web");
        room("pack", "limits");
        room("tools", "limits", "store", "sql", "identity", "oidc", "audit", "web", "usage", "pack");
        room("egress", "limits", "identity", "keys", "secrets", "pack", "web");
        room("notify", "limits", "store", "audit", "keys", "identity", "egress", "web");
        room("llm", "limits", "store", "audit", "keys", "identity", "secrets", "leak", "pack", "egress", "web");
        room("catalog", "limits", "store", "web", "audit", "identity", "pack", "egress");
        room("sandbox.split");
        room("sandbox", "limits", "sandbox.split");
        room("appdb", "limits", "store", "sql", "keys");
        room("datasource", "limits", "store", "sql", "keys", "identity", "audit", "web", "tools");
        room("classification", "limits", "store", "datasource", "identity", "audit", "web", "tools");
        room("query", "limits", "store", "sql", "identity", "audit", "web", "datasource", "tools");
        room(
                "host",
                "limits",
                "store",
                "sql",
                "keys",
                "identity",
                "audit",
                "pack",
                "sandbox",
                "appdb",
                "datasource",
                "classification",
                "query",
                "secrets",
                "tools",
                "leak",
                "usage",
                "egress",
                "notify",
                "llm");
        room("journal", "limits", "store", "keys", "identity", "appdb", "sandbox", "host");
        room("live", "limits", "store", "web", "identity", "host", "notify");
        room(
                "install",
                "limits",
                "store",
                "notify",
                "pack",
                "catalog",
                "appdb",
                "sandbox",
                "datasource",
                "query",
                "secrets",
                "identity",
                "audit",
                "web",
                "tools");
        room(
                "run",
                "limits",
                "store",
                "usage",
                "notify",
                "install",
                "live",
                "host",
                "leak",
                "journal",
                "sandbox",
                "pack",
                "catalog",
                "appdb",
                "datasource",
                "keys",
                "identity",
                "audit",
                "web",
                "tools");
        room(
                "trigger",
                "limits",
                "store",
                "usage",
                "keys",
                "pack",
                "install",
                "run",
                "host",
                "appdb",
                "datasource",
                "identity",
                "audit",
                "web");
        room("schedule", "limits", "store", "install", "run", "host", "appdb", "identity", "audit", "web");
        room(
                "studio",
                "limits",
                "store",
                "notify",
                "install",
                "run",
                "host",
                "pack",
                "sandbox",
                "appdb",
                "datasource",
                "identity",
                "audit",
                "web");
        room("marketplace", "limits", "store", "audit", "web", "keys", "identity", "egress", "appdb", "install");
        room("boot", ARROWS.keySet().stream().filter(name -> !isInner(name)).toArray(String[]::new));
    }

    /** A room inside another, for that one alone. */
    private static boolean isInner(String room) {
        return room.contains(".");
    }

    private static JavaClasses house;

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/generated/"))
                .importPackages("ai.ekaya");
        assertThat(house).as("classes that the rules look at").hasSizeGreaterThan(50);
    }

    private static void room(String name, String... mayLookInto) {
        for (String other : mayLookInto) {
            if (!ARROWS.containsKey(other)) {
                throw new IllegalStateException(name + " would look into " + other + ", which is not above it");
            }
        }
        ARROWS.put(name, Set.of(mayLookInto));
    }

    @Test
    void every_package_is_a_room_of_the_table() {
        Set<String> rooms = house.stream().map(HouseTest::roomOf).collect(Collectors.toCollection(TreeSet::new));
        assertThat(ARROWS.keySet()).containsAll(rooms);
    }

    @Test
    void rooms_look_only_where_the_table_lets_them() {
        Set<String> forbidden = house.stream()
                .flatMap(javaClass -> javaClass.getDirectDependenciesFromSelf().stream())
                .filter(HouseTest::isForbidden)
                .map(arrow -> roomOf(arrow.getOriginClass()) + " → " + roomOf(arrow.getTargetClass()) + ": "
                        + arrow.getDescription())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(forbidden).isEmpty();
    }

    private static boolean isForbidden(Dependency arrow) {
        if (!arrow.getTargetClass().getPackageName().startsWith(ROOT)) {
            return false;
        }
        String from = roomOf(arrow.getOriginClass());
        String to = roomOf(arrow.getTargetClass());
        return !from.equals(to) && !ARROWS.getOrDefault(from, Set.of()).contains(to);
    }

    private static String roomOf(JavaClass javaClass) {
        String rest = javaClass.getPackageName().substring(ROOT.length());
        if (ARROWS.containsKey(rest)) {
            return rest;
        }
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
    }

    @Test
    void only_the_sandbox_knows_the_webassembly_engine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("ai.ekaya.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("run.endive..")
                .check(house);
    }

    @Test
    void only_the_store_opens_the_database_and_four_classes_take_its_pools() {
        noClasses()
                .that()
                .resideOutsideOfPackage("ai.ekaya.store..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(EntityManagerFactory.class, Persistence.class)
                .check(house);
        // Through a door of the store a transaction sees one project; these write no table of projects, or are the
        // owner.
        assertThat(callersOf("owner")).containsExactly("PlatformOwner", "SealedValues", "Targets");
        assertThat(callersOf("runtime")).containsExactly("ScheduleClock", "Targets");
    }

    /** A new name here is a decision: what has a project goes through {@code inProject}. */
    @Test
    void who_spans_projects_or_has_none_is_listed() {
        assertThat(callersOf("acrossProjects", "transactAcross"))
                .containsExactly(
                        "AppOperations",
                        "AuthenticationFilter",
                        "Cancels",
                        "Deliveries",
                        "FirstAdmin",
                        "Journals",
                        "KeptData",
                        "LostRuns",
                        "ModelCallRows",
                        "Outbox",
                        "Projects",
                        "Reconciliation",
                        "Retention",
                        "RunRights",
                        "Runs",
                        "Schedules",
                        "SchemaLooks",
                        "SessionResource",
                        "Standings",
                        "Tokens",
                        "TrialEnds",
                        "WaitingRuns",
                        "Wakings");
        assertThat(callersOf("inTransaction", "transact"))
                .containsExactly(
                        "AuditKeys",
                        "Ceilings",
                        "Chain",
                        "FileCache",
                        "FilesOfBundle",
                        "FirstAdmin",
                        "KeyInForce",
                        "KeyRotation",
                        "MasterKeyCheck",
                        "Passwords",
                        "Sealing",
                        "SessionResource",
                        "SignIn",
                        "SignedSources",
                        "SourceRows",
                        "SsoSessions",
                        "Standings",
                        "StartMarks",
                        "UserChanges",
                        "Users");
    }

    /** Classes outside of {@code store} that call one of these methods of it. */
    private static Set<String> callersOf(String... methods) {
        return house.stream()
                .flatMap(javaClass -> javaClass.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(Store.class)
                        && !roomOf(call.getOriginOwner()).equals("store")
                        && Set.of(methods).contains(call.getName()))
                .map(call -> outermost(call.getOriginOwner()).getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_splitter_needs_nothing_but_the_jdk() {
        classes()
                .that()
                .resideInAPackage("ai.ekaya.sandbox.split..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "ai.ekaya.sandbox.split..")
                .check(house);
    }

    @Test
    void limits_pack_and_sandbox_know_no_container() {
        noClasses()
                .that()
                .resideInAnyPackage("ai.ekaya.limits..", "ai.ekaya.pack..", "ai.ekaya.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "org.eclipse.microprofile..")
                .check(house);
    }

    @Test
    void host_functions_are_reached_only_through_the_gate() {
        classes()
                .that(resideInAPackage("ai.ekaya.host.."))
                .and()
                .implement(simpleName("HostFunction"))
                .should()
                .bePackagePrivate()
                .check(house);
    }

    @Test
    void entities_never_leave_their_room() {
        classes()
                .that()
                .areAnnotatedWith(jakarta.persistence.Entity.class)
                .should()
                .bePackagePrivate()
                .check(house);
    }

    @Test
    void persistence_xml_lists_every_entity() throws java.io.IOException {
        String listed;
        try (var in = HouseTest.class.getResourceAsStream("/META-INF/persistence.xml")) {
            listed = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        List<String> entities = house.stream()
                .filter(javaClass -> javaClass.isAnnotatedWith(jakarta.persistence.Entity.class))
                .map(JavaClass::getName)
                .toList();
        assertThat(entities)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(listed).contains("<class>" + name + "</class>"));
    }

    @Test
    void time_comes_from_a_clock() {
        noClasses()
                .that()
                .resideOutsideOfPackage("ai.ekaya.boot.local..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .check(house);
    }

    @Test
    void names_say_what_a_thing_is() {
        Set<String> empty = Set.of("Manager", "Helper", "Util", "Utils", "Impl");
        List<String> named = house.stream()
                .map(JavaClass::getSimpleName)
                .filter(name -> empty.stream().anyMatch(name::endsWith) || name.startsWith("Default"))
                .toList();
        assertThat(named).isEmpty();
    }

    @Test
    void nobody_depends_on_a_resource() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe("are resources of another room", HouseTest::isTopLevelResource))
                .check(house.that(DescribedPredicate.describe(
                        "are no resources",
                        javaClass -> !outermost(javaClass).getSimpleName().endsWith("Resource"))));
    }

    private static boolean isTopLevelResource(JavaClass javaClass) {
        return javaClass.getPackageName().startsWith("ai.ekaya")
                && outermost(javaClass).getSimpleName().endsWith("Resource");
    }

    private static JavaClass outermost(JavaClass javaClass) {
        return javaClass.getEnclosingClass().map(HouseTest::outermost).orElse(javaClass);
    }

    private static DescribedPredicate<JavaClass> simpleName(String name) {
        return DescribedPredicate.describe(
                "named " + name, javaClass -> javaClass.getSimpleName().equals(name));
    }
}
