package org.saltern.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.saltern.base.Json;
import org.saltern.base.Problem;

/** Whatever words stand in whatever order: a compound expression is refused in words, or means the same when written out. */
class CompoundPropertyTest {
    private static final List<Subject> SUBJECTS =
            Stream.of("web1", "web2", "db1")
                    .flatMap(
                            id ->
                                    Stream.of(
                                            new Subject(id, null, null),
                                            new Subject(
                                                    id, Json.object().put("os", "Debian"), null),
                                            new Subject(
                                                    id, Json.object().put("os", "RedHat"), null)))
                    .toList();

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(
                        "and",
                        "or",
                        "not",
                        "(",
                        ")",
                        "web*",
                        "db1",
                        "G@os:Debian",
                        "P@os:^Red",
                        "I@a:b",
                        "L@web1,db1",
                        "N@g",
                        "S@192.0.2.0/24",
                        "E@web[1]")
                .list()
                .ofMaxSize(9)
                .map(list -> String.join(" ", list));
    }

    /** Operands joined properly, so that most of these do parse. */
    @Provide
    Arbitrary<String> sentences() {
        Arbitrary<String> operand =
                Arbitraries.of(
                        "web*",
                        "db1",
                        "not web1",
                        "G@os:Debian",
                        "not G@os:RedHat",
                        "L@web1,db1",
                        "N@g");
        Arbitrary<String> inner =
                operand.list()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(l -> "( " + String.join(" or ", l) + " )");
        return Arbitraries.oneOf(operand, inner, inner.map(i -> "not " + i))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(l -> String.join(" and ", l));
    }

    private static Optional<GroupRule> group(String name) {
        return Optional.of(new GroupRule(List.of("db1"), "G@os:Debian and web1"));
    }

    @Property
    void any_words_are_an_expression_or_a_problem(@ForAll("words") String text) {
        try {
            meansTheSameWrittenOut(text);
        } catch (Problem.BadInput refused) {
            assertThat(refused.where()).contains("target");
        }
    }

    @Property
    void written_out_it_means_the_same(@ForAll("sentences") String text) {
        meansTheSameWrittenOut(text);
    }

    private static void meansTheSameWrittenOut(String text) {
        Expression first =
                Expressions.parse("compound", text, ":", CompoundPropertyTest::group, Ranges.NONE);
        Expression again = Expressions.parse("compound", first.words(), ":");
        for (Subject subject : SUBJECTS) {
            assertThat(again.test(subject)).as(text).isEqualTo(first.test(subject));
        }
    }
}
