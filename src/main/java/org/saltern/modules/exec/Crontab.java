package org.saltern.modules.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lines of a crontab. Jobs that a state manages stand below a mark, each with a line before it that holds its comment and
 * its identifier; the layout is upstream's, so that either minion takes the other's jobs over.
 */
final class Crontab {
    static final String MARK = "# Lines below here are managed by Salt, do not edit";
    private static final String IDENTIFIER = "SALT_CRON_IDENTIFIER:";
    private static final Pattern JOB =
            Pattern.compile("(#DISABLED#)?\\s*(@\\w+|(?:\\S+\\s+){4}\\S+)\\s+(.*)");
    private static final Pattern ENV = Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*=\\s*(.*)");

    /**
     * A managed job.
     *
     * @param identifier names the job; empty when the command does
     * @param times five fields, or {@code @daily} …
     */
    record Job(String identifier, String comment, String times, String command, boolean off) {
        List<String> lines() {
            var out = new ArrayList<String>();
            String note =
                    comment.isEmpty() && identifier.isEmpty()
                            ? ""
                            : "# "
                                    + comment.replace("\n", "\n# ")
                                    + (comment.isEmpty() || identifier.isEmpty() ? "" : " ")
                                    + (identifier.isEmpty() ? "" : IDENTIFIER + identifier);
            if (!note.isEmpty()) {
                out.addAll(List.of(note.split("\n")));
            }
            out.add((off ? "#DISABLED#" : "") + times + " " + command);
            return out;
        }
    }

    private final List<String> before = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();

    /** Reads a crontab. */
    static Crontab of(String text) {
        var out = new Crontab();
        boolean managed = false;
        var notes = new ArrayList<String>();
        for (String line : text.lines().toList()) {
            if (line.strip().equals(MARK)) {
                managed = true;
                continue;
            }
            Matcher job = JOB.matcher(line);
            boolean disabled = line.startsWith("#DISABLED#");
            if (!managed) {
                out.before.add(line);
            } else if (ENV.matcher(line).matches()) {
                out.variables.add(line);
            } else if (line.startsWith("#") && !disabled) {
                notes.add(line.replaceFirst("^#\\s?", ""));
            } else if (job.matches()) {
                out.jobs.add(job(notes, job));
                notes.clear();
            }
        }
        return out;
    }

    private static Job job(List<String> notes, Matcher line) {
        String note = String.join("\n", notes);
        int at = note.indexOf(IDENTIFIER);
        String identifier =
                at < 0 ? "" : note.substring(at + IDENTIFIER.length()).split("\\s", 2)[0];
        String comment = at < 0 ? note : note.substring(0, at);
        return new Job(
                identifier,
                comment.strip(),
                line.group(2).strip().replaceAll("\\s+", " "),
                line.group(3),
                line.group(1) != null);
    }

    List<Job> jobs() {
        return List.copyOf(jobs);
    }

    /** The job of this identifier; without one the job of this command. */
    Optional<Job> find(String identifier, String command) {
        return jobs.stream().filter(j -> is(j, identifier, command)).findFirst();
    }

    private static boolean is(Job job, String identifier, String command) {
        return identifier.isEmpty()
                ? job.command().equals(command)
                : job.identifier().equals(identifier);
    }

    /** Puts a job in the place of the one that it is, or at the end. */
    void put(Job job) {
        for (int i = 0; i < jobs.size(); i++) {
            if (is(jobs.get(i), job.identifier(), job.command())) {
                jobs.set(i, job);
                return;
            }
        }
        jobs.add(job);
    }

    void remove(Job job) {
        jobs.remove(job);
    }

    /** The value of a managed variable; without one, of a variable above the mark. */
    Optional<String> variable(String name) {
        return Stream.concat(variables.stream(), before.stream())
                .map(ENV::matcher)
                .filter(m -> m.matches() && m.group(1).equals(name))
                .map(m -> m.group(2).replaceFirst("^\"(.*)\"$", "$1"))
                .findFirst();
    }

    void variable(String name, String value) {
        removeVariable(name);
        variables.add(name + "=" + (value.isEmpty() ? "\"\"" : value));
    }

    void removeVariable(String name) {
        Predicate<String> sets =
                l -> {
                    Matcher m = ENV.matcher(l);
                    return m.matches() && m.group(1).equals(name);
                };
        variables.removeIf(sets);
        before.removeIf(sets);
    }

    String text() {
        var lines = new ArrayList<>(before);
        lines.add(MARK);
        lines.addAll(variables);
        jobs.forEach(j -> lines.addAll(j.lines()));
        return String.join("\n", lines) + "\n";
    }
}
