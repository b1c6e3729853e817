package org.saltern.modules.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.saltern.modules.Call;
import org.saltern.modules.Machine;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Templates;
import org.saltern.modules.Values;
import org.saltern.modules.exec.Hashes;
import org.saltern.modules.exec.Texts;

/** The content that a managed file shall have: given in the state, or of a source, rendered or not. */
final class ManagedContent {
    /** Engines that upstream has; those that are not here are refused when they are asked to render. */
    private static final Set<String> ENGINES =
            Set.of("jinja", "py", "mako", "cheetah", "genshi", "wempy");

    private final Call call;
    private final FileSources sources;
    private final String name;
    private final Optional<byte[]> given;
    private Optional<FileSources.Known> known = Optional.empty();
    private Optional<byte[]> rendered = Optional.empty();
    private boolean rendering;

    ManagedContent(Call call, FileSources sources, String name, Optional<byte[]> given) {
        this.call = call;
        this.sources = sources;
        this.name = name;
        this.given = given;
    }

    /** Finds the source. @throws FileSources.Unusable it cannot be used */
    void look() throws IOException, InterruptedException, FileSources.Unusable {
        boolean list = call.value("source").isArray();
        if (given.isEmpty() && (list || Values.isTrue(call.value("source")))) {
            var source = sources.choose(call.value("source"), call.value("source_hash"));
            if (source.url().equals(name)) {
                throw new ModuleError.BadRequest("Source file cannot be the same as destination");
            }
            known =
                    Optional.of(
                            sources.look(
                                    source,
                                    name,
                                    call.value("source_hash_name"),
                                    call.flag("skip_verify")));
            String engine = Values.asText(call.value("template"));
            if (isTemplate() && !ENGINES.contains(engine)) {
                throw new FileSources.Unusable(
                        "Specified template format " + engine + " is not supported");
            }
        }
    }

    /** The chosen source; empty for none. */
    String url() {
        return known.map(FileSources.Known::url).orElse("");
    }

    /** Neither contents nor source: only the file itself matters. */
    boolean isEmpty() {
        return given.isEmpty() && known.isEmpty();
    }

    /** The content stands in the state itself. */
    boolean isStatic() {
        return given.isPresent();
    }

    /** A template is being rendered: failures are the template's. */
    boolean isRendering() {
        return rendering;
    }

    private boolean isTemplate() {
        return known.isPresent() && Values.isTrue(call.value("template"));
    }

    /** Whether the file has this content already; looks at hashes as long as they say it. */
    boolean isSame(Machine machine) throws IOException, InterruptedException, FileSources.Unusable {
        if (isEmpty()) {
            return true;
        }
        if (known.isPresent() && known.get().sum().isPresent() && !isTemplate()) {
            SourceHash.Sum sum = known.get().sum().get();
            try (InputStream in = machine.open(name)) {
                return Hashes.of(sum.type(), in).equals(sum.hex());
            }
        }
        return Arrays.equals(machine.read(name), read(true));
    }

    /** Renders a template, if it is one, so that its failures show. */
    void render() throws IOException, InterruptedException, FileSources.Unusable {
        if (isTemplate()) {
            read(false);
        }
    }

    /** The content for a difference that is only shown: not checked against its hash. */
    byte[] unchecked() throws IOException, InterruptedException, FileSources.Unusable {
        if (isTemplate() || known.isEmpty()) {
            return read(true);
        }
        FileSources.Known k = known.get();
        return sources.read(new FileSources.Known(k.url(), k.sum(), false), name, true);
    }

    /** The content. @param there the file is there, for the words */
    byte[] read(boolean there) throws IOException, InterruptedException, FileSources.Unusable {
        if (given.isPresent()) {
            return given.get();
        }
        if (rendered.isPresent()) {
            return rendered.get();
        }
        byte[] content = sources.read(known.orElseThrow(), name, there);
        if (isTemplate()) {
            content = rendered(content);
            rendered = Optional.of(content);
        }
        return content;
    }

    private byte[] rendered(byte[] template) throws IOException, InterruptedException {
        rendering = true;
        String text =
                Texts.utf8(template)
                        .orElseThrow(() -> new ModuleError.Failed(url() + " is not UTF-8 text"));
        return render(call, text, url(), name).getBytes(charset(call));
    }

    static Charset charset(Call call) {
        String name = Values.asText(call.optional("encoding"));
        try {
            return call.optional("encoding").isNull() || name.isEmpty()
                    ? StandardCharsets.UTF_8
                    : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new ModuleError.Failed("unknown encoding: " + name);
        }
    }

    /** Renders a text as the template of this state. */
    static String render(Call call, String text, String source, String name)
            throws IOException, InterruptedException {
        ObjectNode variables =
                FileSources.variables(call.optional("defaults"), call.optional("context"));
        ObjectNode accumulated = Accumulators.of(call.context(), name);
        if (!accumulated.isEmpty()) {
            variables.set("accumulator", accumulated);
        }
        ObjectNode all = org.saltern.base.Json.object().put("name", name).put("source", source);
        for (String field : java.util.List.of("user", "group", "mode", "attrs")) {
            all.set(field, call.optional(field));
        }
        all.setAll(variables);
        return call.context()
                .templates()
                .render(
                        call.context(),
                        new Templates.Template(
                                Values.asText(call.optional("template")),
                                text,
                                source,
                                call.context().state().environment(),
                                all));
    }
}
