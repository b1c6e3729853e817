package org.saltern.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.saltern.base.Json;
import org.saltern.base.Problem;

class ExpressionsTest {
    private static final Subject UNKNOWN_GRAINS = new Subject("web1", null, null);

    private static JsonNode golden(String file) throws IOException {
        return Json.MAPPER.readTree(ExpressionsTest.class.getResource("/targets/" + file));
    }

    private static Function<String, Optional<GroupRule>> groups(Map<String, GroupRule> all) {
        return name -> Optional.ofNullable(all.get(name));
    }

    private static Truth test(String type, String text, Subject subject) {
        return Expressions.parse(type, text, ":").test(subject);
    }

    /** Made by Salt 3006.24 on this data: {@code salt.utils.data.subdict_match}. */
    @Test
    void walks_maps_and_lists_as_salt_does() throws IOException {
        JsonNode file = golden("subdict.json");
        var wrong = new ArrayList<String>();
        for (JsonNode c : file.get("cases")) {
            boolean matches = walks(c, (ObjectNode) file.get("data"));
            if (matches != c.get(3).booleanValue()) {
                wrong.add(c.toString());
            }
        }
        assertThat(file.get("cases").size()).isGreaterThan(250);
        assertThat(wrong).isEmpty();
    }

    private static boolean walks(JsonNode c, ObjectNode data) {
        String type =
                Map.of("glob", "pillar", "regex", "pillar_pcre", "exact", "pillar_exact")
                        .get(c.get(0).textValue());
        try {
            return Expressions.parse(type, c.get(1).textValue(), c.get(2).textValue())
                            .test(new Subject("x", null, data))
                    == Truth.YES;
        } catch (Problem.BadInput refused) {
            return false;
        }
    }

    /** Made by the matchers of a Salt 3006.24 minion with these grains and this pillar. */
    @TestFactory
    Stream<DynamicTest> judges_compound_expressions_and_networks_as_a_minion_does()
            throws IOException {
        JsonNode file = golden("compound.json");
        var web1 =
                new Subject(
                        "web1", (ObjectNode) file.get("grains"), (ObjectNode) file.get("pillar"));
        return Stream.of("compound", "ipcidr")
                .flatMap(
                        type ->
                                stream(file.get(type))
                                        .map(
                                                c ->
                                                        judged(
                                                                type,
                                                                c.get(0).textValue(),
                                                                c.get(1).booleanValue(),
                                                                web1)));
    }

    private static DynamicTest judged(String type, String text, boolean expected, Subject subject) {
        return DynamicTest.dynamicTest(
                type + " " + text,
                () -> {
                    if (text.equals("S@192.0.2.7/24")) { // upstream: logged, matches nothing
                        assertThatThrownBy(() -> Expressions.parse(type, text, ":"))
                                .isInstanceOf(Problem.BadInput.class);
                        return;
                    }
                    assertThat(test(type, text, subject)).isEqualTo(Truth.of(expected));
                });
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        var all = new ArrayList<JsonNode>();
        array.forEach(all::add);
        return all.stream();
    }

    @Test
    void what_asks_for_unknown_grains_is_unknown_and_stays_so_when_negated() {
        assertThat(test("grain", "os:Debian", UNKNOWN_GRAINS)).isEqualTo(Truth.UNKNOWN);
        assertThat(test("compound", "not G@os:Debian", UNKNOWN_GRAINS)).isEqualTo(Truth.UNKNOWN);
        assertThat(test("compound", "web* and S@10.0.0.0/8", UNKNOWN_GRAINS))
                .isEqualTo(Truth.UNKNOWN);
        assertThat(test("compound", "db* and G@os:Debian", UNKNOWN_GRAINS)).isEqualTo(Truth.NO);
        assertThat(test("compound", "web* or G@os:Debian", UNKNOWN_GRAINS)).isEqualTo(Truth.YES);
        assertThat(test("pillar", "tier:prod", UNKNOWN_GRAINS)).isEqualTo(Truth.UNKNOWN);
    }

    @TestFactory
    Stream<DynamicTest> an_expression_that_does_not_parse_says_at_which_word() {
        return Map.ofEntries(
                        Map.entry("and web*", "word 1"),
                        Map.entry("web* and", "word 2"),
                        Map.entry("web* or and db*", "word 3"),
                        Map.entry("( web*", "word 1"),
                        Map.entry("web* )", "word 2"),
                        Map.entry("web* db*", "word 2"),
                        Map.entry("( and web* )", "word 2"),
                        Map.entry("( )", "word 2"),
                        Map.entry("not", "word 1"),
                        Map.entry("(web* or db*)", "word 1"),
                        Map.entry("web* AND db*", "word 2"),
                        Map.entry("web* and G@os", "word 3"),
                        Map.entry("web* and E@(", "word 3"),
                        Map.entry("web* and S@10.0.0.1/8", "word 3"),
                        Map.entry("web* and R@%cluster", "word 3"),
                        Map.entry("web* and G@", "word 3"))
                .entrySet()
                .stream()
                .map(
                        e ->
                                DynamicTest.dynamicTest(
                                        e.getKey(), () -> failsAt(e.getKey(), e.getValue())));
    }

    private static void failsAt(String text, String where) {
        assertThatThrownBy(() -> Expressions.parse("compound", text, ":"))
                .asInstanceOf(InstanceOfAssertFactories.type(Problem.BadInput.class))
                .extracting(Problem::where)
                .asString()
                .contains(where);
    }

    @Test
    void an_empty_target_is_refused() {
        assertThatThrownBy(() -> Expressions.parse("compound", "  ", ":"))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("empty");
    }

    @Test
    void a_range_is_looked_up_once_and_is_a_list_for_minions() {
        var asked = new ArrayList<String>();
        Ranges ranges =
                range -> {
                    asked.add(range);
                    return Set.of("web1", "web2");
                };
        Expression expression =
                Expressions.parse(
                        "compound",
                        "R@%web:FRONT and not web2",
                        ":",
                        name -> Optional.empty(),
                        ranges);
        assertThat(expression.test(new Subject("web1", null, null))).isEqualTo(Truth.YES);
        assertThat(expression.test(new Subject("web2", null, null))).isEqualTo(Truth.NO);
        assertThat(expression.test(new Subject("web3", null, null))).isEqualTo(Truth.NO);
        assertThat(asked).containsExactly("%web:FRONT");
        assertThat(expression.words())
                .isIn("( L@web1,web2 and ( not web2 ) )", "( L@web2,web1 and ( not web2 ) )");
    }

    @Test
    void a_range_without_a_server_and_an_unknown_type_are_refused_in_words() {
        assertThatThrownBy(() -> Expressions.parse("range", "%a", ":"))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("range server");
        assertThatThrownBy(() -> Expressions.parse("nosuch", "a", ":"))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("nosuch");
    }

    @Test
    void a_group_is_its_members_and_what_its_rule_matches() {
        var groups =
                groups(
                        Map.of(
                                "all", new GroupRule(List.of("odd"), "N@web or db*"),
                                "web", new GroupRule(List.of(), "web*")));
        Expression all = Expressions.parse("nodegroup", "all", ":", groups, Ranges.NONE);
        assertThat(Stream.of("odd", "web1", "db1", "mail").filter(id -> yes(all, id)))
                .containsExactly("odd", "web1", "db1");
    }

    private static boolean yes(Expression expression, String id) {
        return expression.test(new Subject(id, null, null)) == Truth.YES;
    }

    @Test
    void a_group_that_contains_itself_is_named_with_its_way_round() {
        var groups =
                groups(
                        Map.of(
                                "a", new GroupRule(List.of(), "N@b"),
                                "b", new GroupRule(List.of(), "web* or N@a")));
        assertThatThrownBy(() -> Expressions.parse("compound", "N@a", ":", groups, Ranges.NONE))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("a → b → a");
    }

    @Test
    void an_unknown_group_is_not_found() {
        assertThatThrownBy(() -> Expressions.parse("compound", "N@none", ":"))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void groups_of_groups_that_double_each_time_are_stopped() {
        Map<String, GroupRule> doubling =
                IntStream.range(0, 40)
                        .boxed()
                        .collect(
                                Collectors.toMap(
                                        i -> "g" + i,
                                        i ->
                                                new GroupRule(
                                                        List.of(),
                                                        "N@g" + (i + 1) + " or N@g" + (i + 1))));
        doubling.put("g40", new GroupRule(List.of(), "web*"));
        assertThatThrownBy(
                        () ->
                                Expressions.parse(
                                        "nodegroup", "g0", ":", groups(doubling), Ranges.NONE))
                .isInstanceOf(Problem.BadInput.class)
                .hasMessageContaining("parts");
    }

    @Test
    void nesting_without_end_is_refused_and_not_followed() {
        assertThatThrownBy(
                        () ->
                                Expressions.parse(
                                        "compound",
                                        "( ".repeat(5_000) + "a" + " )".repeat(5_000),
                                        ":"))
                .isInstanceOf(Problem.BadInput.class);
    }

    @TestFactory
    Stream<DynamicTest> written_as_words_again_it_means_the_same() {
        var groups =
                groups(
                        Map.of(
                                "g",
                                new GroupRule(
                                        List.of("db1", "a b", "x,y"), "G|@os|Deb* and web*")));
        var grains = Json.object().put("os", "Debian");
        var subjects =
                Stream.of("web1", "web2", "db1", "a b", "x,y", "a", "mail")
                        .map(
                                id ->
                                        new Subject(
                                                id,
                                                id.equals("web2") ? Json.object() : grains,
                                                null))
                        .toList();
        return Stream.of(
                        "N@g",
                        "not N@g",
                        "web* not N@g",
                        "not ( web1 or N@g )",
                        "E@we.1 or not S@::1",
                        "L@a,mail")
                .map(
                        text ->
                                DynamicTest.dynamicTest(
                                        text,
                                        () -> {
                                            var first =
                                                    Expressions.parse(
                                                            "compound",
                                                            text,
                                                            ":",
                                                            groups,
                                                            Ranges.NONE);
                                            var again =
                                                    Expressions.parse(
                                                            "compound", first.words(), ":");
                                            assertThat(subjects.stream().map(again::test))
                                                    .containsExactlyElementsOf(
                                                            subjects.stream()
                                                                    .map(first::test)
                                                                    .toList());
                                        }));
    }
}
