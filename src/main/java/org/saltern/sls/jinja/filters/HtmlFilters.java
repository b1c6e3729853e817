package org.saltern.sls.jinja.filters;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.saltern.sls.jinja.methods.Attributes;
import org.saltern.sls.jinja.methods.Html;
import org.saltern.sls.jinja.text.JsonText;
import org.saltern.sls.jinja.text.Urlize;
import org.saltern.sls.jinja.text.Urls;
import org.saltern.sls.jinja.values.Bound;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Errors;
import org.saltern.sls.jinja.values.Iter;
import org.saltern.sls.jinja.values.Markup;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Repr;
import org.saltern.sls.jinja.values.Run;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/** Jinja2's filters for HTML, URLs and JSON, and {@code attr}. */
final class HtmlFilters {
    private static final Pattern NO_KEY = Pattern.compile("[\\s\\x0b/>=]");
    private static final Pattern SCHEME = Pattern.compile("[\\w.+-]{2,}:/{0,2}");

    static final FilterTable TABLE =
            new FilterTable()
                    .add("escape(s, /)", (run, a) -> Str.markup(Markup.escaped(a.get(0))))
                    .alias("e", "escape")
                    .add(
                            "forceescape(value)",
                            (run, a) ->
                                    Str.markup(
                                            Markup.escaped(
                                                    a.get(0) instanceof Markup.Html html
                                                            ? html.html()
                                                            : Repr.str(a.get(0)))))
                    .add(
                            "safe(value)",
                            (run, a) ->
                                    Str.markup(
                                            a.get(0) instanceof Markup.Html html
                                                    ? html.html()
                                                    : Repr.str(a.get(0))))
                    .add("striptags(value)", (run, a) -> Str.of(Html.striptags(Repr.str(a.get(0)))))
                    .add("xmlattr(d, autospace=True)", HtmlFilters::xmlattr)
                    .add("urlencode(value)", HtmlFilters::urlencode)
                    .add(
                            "urlize(value, trim_url_limit=None, nofollow=False, target=None,"
                                    + " rel=None, extra_schemes=None)",
                            HtmlFilters::urlize)
                    .add(
                            "tojson(value, indent=None)",
                            (run, a) ->
                                    Str.markup(
                                            JsonText.htmlSafe(
                                                    new JsonText(run)
                                                            .indent(a.get(1))
                                                            .sorted(true)
                                                            .write(a.get(0)))))
                    .add(
                            "attr(obj, name)",
                            (run, a) -> Attributes.plain(run, a.get(0), Repr.str(a.get(1))));

    private HtmlFilters() {}

    private static Value xmlattr(Run run, Bound a) {
        if (a.get(0) instanceof Undefined u) {
            throw u.failure();
        } else if (!(a.get(0) instanceof DictValue dict)) {
            throw Errors.attribute(a.get(0), "items");
        } else {
            var parts = new ArrayList<String>();
            dict.entries()
                    .forEach(
                            (key, value) -> {
                                if (value != None.NONE && !(value instanceof Undefined)) {
                                    if (NO_KEY.matcher(Soft.text(key).text()).find()) {
                                        throw Errors.value(
                                                "Invalid character in attribute name: "
                                                        + Repr.repr(key));
                                    }
                                    parts.add(
                                            Markup.escaped(key)
                                                    + "=\""
                                                    + Markup.escaped(value)
                                                    + "\"");
                                }
                            });
            String text = String.join(" ", parts);
            text = a.truth(1) && !text.isEmpty() ? " " + text : text;
            return run.autoescape() ? Str.markup(text) : Str.of(text);
        }
    }

    private static Value urlencode(Run run, Bound a) {
        Value value = a.get(0);
        if (value instanceof Str || !Iter.isIterable(value)) {
            return Str.of(Urls.quoted(value, "/"));
        }
        var parts = new ArrayList<String>();
        List<Value> pairs = new ArrayList<>();
        if (value instanceof DictValue dict) {
            dict.entries().forEach((k, v) -> pairs.add(TupleValue.of(k, v)));
        } else {
            pairs.addAll(run.list(value));
        }
        for (Value pair : pairs) {
            List<Value> both = run.list(pair);
            if (both.size() != 2) {
                throw Errors.value(
                        (both.size() < 2 ? "not enough" : "too many")
                                + " values to unpack (expected 2)");
            }
            parts.add(Urls.quotedForQuery(both.get(0)) + "=" + Urls.quotedForQuery(both.get(1)));
        }
        return Str.of(String.join("&", parts));
    }

    private static Value urlize(Run run, Bound a) {
        var rel = new TreeSet<String>();
        if (a.get(4) instanceof Str s) {
            rel.addAll(List.of(s.text().trim().split("\\s+")));
        }
        if (a.truth(2)) {
            rel.add("nofollow");
        }
        rel.add("noopener");
        rel.remove("");
        List<String> schemes = new ArrayList<>();
        if (!a.isNone(5)) {
            run.list(a.get(5)).forEach(each -> schemes.add(Repr.str(each)));
        }
        for (String scheme : schemes) {
            if (!SCHEME.matcher(scheme).matches()) {
                throw Errors.filterArgument(
                        Repr.quoted(scheme) + " is not a valid URI scheme prefix.");
            }
        }
        int limit = a.isNone(1) ? -1 : a.number(1);
        String text =
                new Urlize(
                                limit,
                                String.join(" ", rel),
                                a.isNone(3) ? null : Repr.str(a.get(3)),
                                schemes)
                        .of(Markup.escaped(a.get(0)));
        run.makes(text.length());
        return run.autoescape() ? Str.markup(text) : Str.of(text);
    }
}
