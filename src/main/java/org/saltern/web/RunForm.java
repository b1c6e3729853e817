package org.saltern.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Problem;
import org.saltern.base.TimeSpan;
import org.saltern.hosts.Target;
import org.saltern.hosts.TargetType;
import org.saltern.jobs.Call;
import org.saltern.jobs.JobRequest;
import org.saltern.yaml.Arguments;

/** The run form read as a job. */
final class RunForm {
    /** How many hosts may be reached without typing their number. */
    static final int UNASKED = 20;

    private static final int LONGEST_TIMEOUT = 86_400;

    private final Form form;
    private final BiFunction<Jid, String, List<HostId>> hostsOf;

    /** @param hostsOf the hosts of a job that a word of {@link JobModel#AGAIN} means */
    RunForm(Form form, BiFunction<Jid, String, List<HostId>> hostsOf) {
        this.form = form;
        this.hostsOf = hostsOf;
    }

    /** The target that the form names; see the ways of the form. */
    Target target() {
        return switch (form.value("by", "expression")) {
            case "group" -> Target.group(required("group", Problem.text("Choose a group.")));
            case "hosts" -> hosts();
            case "job" -> hostsOfJob();
            default ->
                    Target.of(
                            required("expression", Problem.text("Say which hosts you mean.")),
                            TargetType.of(form.value("type", "glob")));
        };
    }

    private Target hosts() {
        List<HostId> ticked = form.hosts("host");
        if (ticked.isEmpty()) {
            throw new Problem.BadInput("No host is ticked", "host", "Tick at least one.");
        }
        return list(ticked);
    }

    private Target hostsOfJob() {
        String jid = required("job", Problem.text("Say which job."));
        List<HostId> meant = hostsOf.apply(new Jid(jid), form.value("of", "all"));
        if (meant.isEmpty()) {
            throw new Problem.BadInput(
                    Problem.text("No host of job {0} stands like that any more", jid),
                    "job",
                    Problem.text("Look at the job."));
        }
        return list(meant);
    }

    private static Target list(List<HostId> hosts) {
        return Target.of(
                hosts.stream().map(HostId::value).collect(Collectors.joining(",")),
                TargetType.LIST);
    }

    private String required(String field, Problem.Text missing) {
        String value = form.value(field).strip();
        if (value.isEmpty()) {
            throw new Problem.BadInput(missing, field, Problem.text(""));
        }
        return value;
    }

    /** The field that says which hosts. */
    String targetField() {
        return switch (form.value("by", "expression")) {
            case "group" -> "group";
            case "hosts" -> "host";
            case "job" -> "job";
            default -> "expression";
        };
    }

    /** Whether it is only to be said what states would do: {@code test=True}. */
    boolean isPreview() {
        return form.value("test").equals("yes") && hasPreview();
    }

    /** Whether the function is one of those that apply states, which can say beforehand what they would do. */
    boolean hasPreview() {
        return form.value("function").matches("state\\.(apply|sls|highstate|single|sls_id|top)");
    }

    /** @throws Problem.BadInput no function, or its arguments cannot be read */
    Call call() {
        return new Call(
                required("function", Problem.text("Say which function to run.")), arguments());
    }

    /** One argument a line, as typed; or words as on Salt's command line, where quotes keep words together. */
    private List<JsonNode> arguments() {
        String text = form.value("arguments");
        List<String> typed =
                form.value("style").equals("words")
                        ? CommandLine.words(text)
                        : text.lines().filter(line -> !line.isBlank()).toList();
        Arguments read = Arguments.parse(typed);
        if (isPreview()) {
            read.keywords().put("test", true);
        }
        List<JsonNode> wire = new ArrayList<>(read.positional());
        if (!read.keywords().isEmpty()) {
            wire.add(read.keywords().deepCopy().put("__kwarg__", true));
        }
        return wire;
    }

    /**
     * How long a host that is away may take to come and get the job; zero when it is not waited for.
     *
     * @throws Problem.BadInput not a time span
     */
    Duration park() {
        String text = form.value("park");
        return text.isBlank() ? Duration.ZERO : TimeSpan.parse(text, "park");
    }

    /** @throws Problem.BadInput not a number of seconds from 1 to 86,400 */
    Duration timeout() {
        String text = form.value("timeout", Long.toString(JobRequest.TIMEOUT.toSeconds())).strip();
        if (!text.matches("[0-9]{1,6}")
                || text.matches("0+")
                || Integer.parseInt(text) > LONGEST_TIMEOUT) {
            throw new Problem.BadInput("Give whole seconds from 1 to 86400.", "timeout", "");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /** Whether the number of hosts has to be typed: many hosts, or a shell command for every host. */
    boolean isDangerous(Matches matches) {
        boolean shellOnAll =
                form.value("function").startsWith("cmd.")
                        && form.value("by", "expression").equals("expression")
                        && form.value("expression").strip().equals("*");
        return !isPreview() && (matches.count() > UNASKED || shellOnAll);
    }
}
