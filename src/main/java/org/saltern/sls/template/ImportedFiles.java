package org.saltern.sls.template;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.saltern.sls.jinja.Loader;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.Value;

/**
 * Finds what templates import ({@code SaltCacheLoader}): a path from the environment's root, or one that begins with {@code ./} or
 * {@code ../} and starts at the folder of the template that was loaded last. Nothing above the root is found. For one rendering.
 */
final class ImportedFiles implements Loader {
    private final TemplateFiles files;
    private final Map<String, String> texts = new HashMap<>();
    private String folder;

    ImportedFiles(TemplateFiles files, Map<String, Value> variables) {
        this.files = files;
        this.folder = variables.get("tpldir") instanceof Str s ? s.text() : null;
    }

    /** The text of a file that was loaded, by the name that errors show; null when there is none. */
    String text(String shownAs) {
        return texts.get(shownAs);
    }

    @Override
    public Optional<Source> load(String name) {
        String first = name.indexOf('/') < 0 ? name : name.substring(0, name.indexOf('/'));
        boolean relative = first.equals(".") || first.equals("..");
        if (relative && folder == null) {
            return Optional.empty();
        }
        String path = normal(relative ? folder + "/" + name : name);
        if (path == null) {
            return Optional.empty();
        }
        if (!relative) {
            int slash = path.lastIndexOf('/');
            folder = slash < 0 ? "." : path.substring(0, slash);
        }
        Map<String, Value> globals = new LinkedHashMap<>();
        globals.put("tplfile", Str.of(name));
        globals.put("tpldir", Str.of(folder));
        globals.put(
                "tpldot", Str.of(folder.equals(".") && !relative ? "" : folder.replace('/', '.')));
        return files.find(path)
                .map(
                        found -> {
                            texts.put(found.shownAs(), found.text());
                            return new Source(found.shownAs(), found.text(), globals);
                        });
    }

    /** A path without {@code .} and {@code ..}; null when it leaves the root or names nothing. */
    private static String normal(String path) {
        var parts = new ArrayDeque<String>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return null;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts.isEmpty() || path.indexOf('\0') >= 0 ? null : String.join("/", parts);
    }
}
