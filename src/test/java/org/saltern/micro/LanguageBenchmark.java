package org.saltern.micro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.saltern.base.Json;
import org.saltern.sls.jinja.Jinja;
import org.saltern.sls.jinja.JinjaOptions;
import org.saltern.targets.Expression;
import org.saltern.targets.Expressions;
import org.saltern.targets.Subject;
import org.saltern.targets.Truth;

/** Target expressions against a thousand hosts, and a template of a state file. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LanguageBenchmark {
    private static final String TEMPLATE =
            """
            {% set users = ['ada', 'bob', 'eve'] %}
            {% for user in users if user != 'eve' %}
            {{ user }}_home:
              file.directory:
                - name: /home/{{ user | lower }}
                - mode: '{{ '%04o' | format(0o750) }}'
            {% if grains.os == 'Debian' %}    - group: {{ grains.get('group', 'users') }}{% endif %}
            {% endfor %}
            """;

    private final List<Subject> hosts =
            IntStream.range(0, 1_000).mapToObj(LanguageBenchmark::host).toList();
    private final Expression glob = Expressions.parse("glob", "web*[13579]", ":");
    private final Expression grain = Expressions.parse("grain", "os:Deb*", ":");
    private final Expression compound =
            Expressions.parse("compound", "web* and G@os:Debian and not E@web\\d7", ":");
    private final Jinja jinja = new Jinja(JinjaOptions.DEFAULTS, name -> Optional.empty());
    private final Map<String, ?> context = Map.of("grains", Map.of("os", "Debian"));

    private static Subject host(int i) {
        ObjectNode grains = Json.object().put("os", i % 2 == 0 ? "Debian" : "Rocky");
        return new Subject("web" + i, grains, Json.object());
    }

    private long matches(Expression expression) {
        return hosts.stream().filter(host -> expression.test(host) == Truth.YES).count();
    }

    @Benchmark
    public long globOnThousandHosts() {
        return matches(glob);
    }

    @Benchmark
    public long grainOnThousandHosts() {
        return matches(grain);
    }

    @Benchmark
    public long compoundOnThousandHosts() {
        return matches(compound);
    }

    @Benchmark
    public Expression parseCompound() {
        return Expressions.parse("compound", "web* and G@os:Debian and not E@web\\d7", ":");
    }

    @Benchmark
    public String renderJinja() {
        return jinja.render(TEMPLATE, context);
    }
}
