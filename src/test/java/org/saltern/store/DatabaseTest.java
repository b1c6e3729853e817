package org.saltern.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.saltern.base.Problem;

/** What stores rely on, on both databases. */
@OnEachDatabase
class DatabaseTest {
    @AutoClose private final Database db;

    DatabaseTest(TestDatabases kind) {
        db = kind.open();
    }

    @BeforeEach
    void make_a_table() {
        db.jdbi()
                .useHandle(
                        h ->
                                h.execute(
                                        "CREATE TABLE thing (name VARCHAR(100) PRIMARY KEY, at "
                                                + db.dialect().placeholders().get("time")
                                                + ", content "
                                                + db.dialect().placeholders().get("blob")
                                                + ", words TEXT)"));
    }

    @Test
    void an_instant_is_read_as_it_was_written_to_the_microsecond() {
        for (String time :
                List.of(
                        "2026-03-29T01:30:00.123456Z",
                        "1969-12-31T23:59:59.999999Z",
                        "2026-10-25T00:30:00Z")) {
            insert("a", Instant.parse(time));
            assertThat(at("a")).isEqualTo(time);
        }
    }

    @Test
    void nanoseconds_are_cut_and_never_rounded_up() {
        insert("a", Instant.parse("2026-01-01T00:00:00.123456999Z"));
        assertThat(at("a")).isEqualTo("2026-01-01T00:00:00.123456Z");
    }

    @Test
    void instants_are_ordered_by_the_database() {
        insert("late", Instant.parse("2026-01-01T00:00:00.000002Z"));
        insert("soon", Instant.parse("2026-01-01T00:00:00.000001Z"));
        assertThat(names("SELECT name FROM thing ORDER BY at")).containsExactly("soon", "late");
    }

    @Test
    void an_absent_instant_is_null() {
        insert("a", null);
        assertThat(at("a")).isNull();
    }

    @Test
    void nulls_come_last() {
        insert("never", null);
        insert("once", Instant.EPOCH);
        assertThat(names("SELECT name FROM thing ORDER BY at")).containsExactly("once", "never");
    }

    @Test
    void an_upsert_sets_an_existing_row() {
        insert("a", Instant.EPOCH);
        insert("a", Instant.EPOCH.plusSeconds(1));
        assertThat(at("a")).isEqualTo(Instant.EPOCH.plusSeconds(1));
        assertThat(names("SELECT name FROM thing")).containsExactly("a");
    }

    @Test
    void an_insert_if_absent_leaves_an_existing_row_alone() {
        String sql = db.dialect().upsert("thing", List.of("name"), List.of());
        db.jdbi().useHandle(h -> h.createUpdate(sql).bind("name", "a").execute());
        db.jdbi().useHandle(h -> h.createUpdate(sql).bind("name", "a").execute());
        assertThat(names("SELECT name FROM thing")).containsExactly("a");
    }

    @Test
    void a_second_row_with_the_same_key_is_recognised() {
        insert("a", Instant.EPOCH);
        Throwable thrown = null;
        try {
            db.jdbi().useHandle(h -> h.execute("INSERT INTO thing (name) VALUES (?)", "a"));
        } catch (RuntimeException e) {
            thrown = e;
        }
        assertThat(Dialect.isDuplicate(thrown)).isTrue();
        assertThat(Dialect.isDuplicate(new IllegalStateException())).isFalse();
    }

    @Test
    void two_mebibytes_of_bytes_and_of_text_come_back_whole() {
        byte[] bytes = new byte[2 << 20];
        new Random(1).nextBytes(bytes);
        String text = "语x".repeat(1 << 20);
        db.jdbi()
                .useHandle(
                        h ->
                                h.execute(
                                        "INSERT INTO thing (name, content, words) VALUES ('a', ?,"
                                                + " ?)",
                                        bytes,
                                        text));
        assertThat(one("SELECT content FROM thing", byte[].class)).isEqualTo(bytes);
        assertThat(one("SELECT words FROM thing", String.class)).isEqualTo(text);
    }

    @Test
    void a_failed_transaction_leaves_nothing() {
        try {
            db.jdbi()
                    .useTransaction(
                            h -> {
                                upsert(h, "a", Instant.EPOCH);
                                throw new IllegalStateException("half way");
                            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("half way");
        }
        assertThat(names("SELECT name FROM thing")).isEmpty();
    }

    @Test
    void a_sync_leaves_what_was_committed() {
        insert("a", Instant.EPOCH);
        db.sync();
        assertThat(names("SELECT name FROM thing")).containsExactly("a");
    }

    @Test
    void a_closed_database_is_a_problem_and_no_bug() {
        db.close();
        assertThatThrownBy(() -> insert("a", Instant.EPOCH))
                .isInstanceOf(Problem.Unavailable.class);
    }

    private void insert(String name, Instant at) {
        db.jdbi().useHandle(h -> upsert(h, name, at));
    }

    private void upsert(Handle h, String name, Instant at) {
        h.createUpdate(db.dialect().upsert("thing", List.of("name"), List.of("at")))
                .bind("name", name)
                .bind("at", at)
                .execute();
    }

    private Instant at(String name) {
        return db.jdbi()
                .withHandle(
                        h ->
                                h.createQuery("SELECT at FROM thing WHERE name = :name")
                                        .bind("name", name)
                                        .mapTo(Instant.class)
                                        .list()
                                        .getFirst());
    }

    private List<String> names(String sql) {
        return db.jdbi().withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
    }

    private <T> T one(String sql, Class<T> type) {
        return db.jdbi().withHandle(h -> h.createQuery(sql).mapTo(type).one());
    }
}
