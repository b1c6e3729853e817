package org.saltern.web;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.saltern.access.Permission;
import org.saltern.base.Problem;

/** What every template may ask: words, times, permissions, addresses. One per drawing. */
public final class View {
    private static final int LONGEST_SENTENCE = 1000;
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Visit visit;
    private final Assets assets;
    private final Instant now;
    private final int waitingKeys;
    private final Optional<Said> said;
    private final List<Problem> warnings;

    View(
            Visit visit,
            Assets assets,
            Instant now,
            int waitingKeys,
            Optional<Said> said,
            List<Problem> warnings) {
        this.warnings = warnings;
        this.visit = visit;
        this.assets = assets;
        this.now = now;
        this.waitingKeys = waitingKeys;
        this.said = said;
    }

    /** The text of a key in the reader's language. */
    public String t(String key, Object... arguments) {
        return visit.words().get(key, arguments);
    }

    /** The word for a constant, for example of {@code HostState.LOST}. */
    public String word(Enum<?> constant) {
        return t("word." + constant.getDeclaringClass().getSimpleName() + "." + constant.name());
    }

    public boolean isSignedIn() {
        return visit.isSignedIn();
    }

    public boolean may(Permission permission) {
        return visit.isSignedIn() && visit.actor().may(permission);
    }

    /** The signed-in user's name, empty for nobody. */
    public String user() {
        return visit.isSignedIn() ? visit.session().user().name() : "";
    }

    public String role() {
        return visit.isSignedIn() ? word(visit.session().user().role()) : "";
    }

    public String formToken() {
        return visit.formToken();
    }

    public String language() {
        return visit.words().language();
    }

    public List<String> languages() {
        return Words.LANGUAGES;
    }

    public String theme() {
        return visit.theme();
    }

    public String requestId() {
        return visit.requestId();
    }

    /** Path and query of this page. */
    public String here() {
        return visit.url();
    }

    public int waitingKeys() {
        return waitingKeys;
    }

    /** What is wrong with this Saltern now; each page says it. Nothing for visitors who are not signed in. */
    public List<Problem> warnings() {
        return isSignedIn() ? warnings : List.of();
    }

    /** What the change before this page did. */
    public Said said() {
        return said.orElse(null);
    }

    /** The address of a style sheet, script or picture. */
    public String asset(String name) {
        return assets.url(name);
    }

    public String number(long value) {
        return NumberFormat.getIntegerInstance(visit.words().locale()).format(value);
    }

    /** A size in bytes in the nearest unit. */
    public String size(long bytes) {
        if (bytes < 1024) {
            return t("size.bytes", bytes);
        }
        return bytes < 1024 * 1024
                ? t("size.kib", bytes / 1024.0)
                : t("size.mib", bytes / (1024.0 * 1024));
    }

    /** How long ago, in one unit. */
    public String ago(Instant then) {
        long seconds = Math.max(0, ChronoUnit.SECONDS.between(then, now));
        if (seconds < 5) {
            return t("ago.now");
        }
        if (seconds < 60) {
            return t("ago.seconds", seconds);
        }
        if (seconds < 3600) {
            return t("ago.minutes", seconds / 60);
        }
        return seconds < 86_400 ? t("ago.hours", seconds / 3600) : t("ago.days", seconds / 86_400);
    }

    public String exact(Instant then) {
        return EXACT.format(then);
    }

    /** ISO 8601, for machines. */
    public String iso(Instant then) {
        return then.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public Instant now() {
        return now;
    }

    public String span(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 10_000) {
            return t("span.seconds", millis / 1000.0);
        }
        long seconds = duration.toSeconds();
        if (seconds >= 7_200) {
            return t("span.hours", seconds / 3_600, seconds / 60 % 60);
        }
        return seconds < 120
                ? t("span.whole", seconds)
                : t("span.minutes", seconds / 60, seconds % 60);
    }

    /** A fingerprint in groups of four pairs; joined they are the fingerprint again. */
    public static List<String> groups(String fingerprint) {
        return List.of(fingerprint.split("(?<=\\G.{12})"));
    }

    /** A sentence of a problem in the reader's language; foreign values in it are shown like a {@link #name}. */
    public String say(Problem.Text text) {
        return Problem.shown(visit.words().say(text), LONGEST_SENTENCE);
    }

    /** What failed and what to do about it, in a row. */
    public String say(Problem problem) {
        return Problem.shown(visit.words().say(problem), LONGEST_SENTENCE);
    }

    /** A foreign name: marks that would hide or turn text round are shown as such. */
    public String name(Object foreign) {
        return Problem.shown(foreign.toString());
    }
}
