package org.saltern.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.saltern.modules.TestMinion.json;
import static org.saltern.modules.TestMinion.keywords;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterFunctionsTest {
    @TempDir private Path folder;
    private final List<String> said = new ArrayList<>();
    private TestMinion minion;

    @BeforeEach
    void start() {
        minion =
                new TestMinion(folder)
                        .with(
                                new MasterLink() {
                                    @Override
                                    public boolean fire(String tag, JsonNode data) {
                                        return said.add(tag + " " + data);
                                    }

                                    @Override
                                    public boolean sendMine(ObjectNode data, boolean clear) {
                                        return said.add(data + (clear ? " cleared" : ""));
                                    }

                                    @Override
                                    public JsonNode mine(
                                            String target,
                                            List<String> functions,
                                            String targetType) {
                                        said.add(target + " " + functions + " " + targetType);
                                        return json("{\"web1.example\": 1, \"db1.example\": 2}");
                                    }

                                    @Override
                                    public boolean deleteMine(String function) {
                                        return said.add("delete " + function);
                                    }

                                    @Override
                                    public boolean flushMine() {
                                        return said.add("flush");
                                    }
                                });
    }

    @Test
    void an_event_reaches_the_master_under_its_tag() {
        assertThat(minion.answer("event.fire_master", json("{\"a\": 1}"), "site/x").asBoolean())
                .isTrue();
        assertThat(said).containsExactly("site/x {\"a\":1}");
    }

    @Test
    void an_event_carries_keywords_and_chosen_grains_but_nothing_of_the_publication() {
        minion.withoutJob()
                .call("event.send", "site/y", keywords("{\"v\": 2, \"with_grains\": [\"os\"]}"));
        assertThat(said).containsExactly("site/y {\"grains\":{\"os\":\"Debian\"},\"v\":2}");
    }

    @Test
    void the_answer_of_a_function_goes_into_the_mine_under_a_name() {
        assertThat(
                        minion.answer(
                                        "mine.send",
                                        "echo",
                                        "hi",
                                        keywords("{\"mine_function\": \"test.echo\"}"))
                                .asBoolean())
                .isTrue();
        assertThat(said).containsExactly("{\"echo\":\"hi\"}");
    }

    @Test
    void an_answer_may_be_for_some_minions_only() {
        minion.call("mine.send", "test.ping", keywords("{\"allow_tgt\": \"db*\"}"));
        assertThat(said)
                .containsExactly(
                        "{\"test.ping\":{\"__saltmine_acl__\":1,\"__data__\":true,\"allow_tgt\":\"db*\"}}");
    }

    @Test
    void a_function_that_fails_leaves_the_mine_alone() {
        assertThat(minion.answer("mine.send", "test.exception").asBoolean()).isFalse();
        assertThat(said).isEmpty();
    }

    @Test
    void the_configured_functions_are_sent_together() {
        minion.options()
                .set(
                        "mine_functions",
                        json(
                                "{\"test.ping\": [], \"word\": [{\"mine_function\": \"test.echo\"}, \"hi\"]}"));
        assertThat(minion.answer("mine.update").asBoolean()).isTrue();
        assertThat(said).containsExactly("{\"test.ping\":true,\"word\":\"hi\"}");
        assertThat(minion.answer("mine.valid")).hasSize(2);
    }

    @Test
    void the_mine_of_others_is_read_and_ones_own_left_out_on_wish() {
        assertThat(
                        minion.answer(
                                "mine.get",
                                "*",
                                "test.ping",
                                keywords("{\"exclude_minion\": true}")))
                .isEqualTo(json("{\"db1.example\": 2}"));
        assertThat(said).containsExactly("* [test.ping] glob");
    }
}
