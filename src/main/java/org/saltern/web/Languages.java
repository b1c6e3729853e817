package org.saltern.web;

import java.util.Locale;
import java.util.Map;

/** Chooses the language of a page: the user's, else the one chosen in this browser, else the first the browser asks for. */
final class Languages {
    private final Map<String, Words> all = Words.all();

    /** Any argument may be null. */
    Words choose(String ofUser, String ofCookie, String acceptLanguage) {
        if (ofUser != null && all.containsKey(ofUser)) {
            return all.get(ofUser);
        }
        if (ofCookie != null && all.containsKey(ofCookie)) {
            return all.get(ofCookie);
        }
        return all.get(asked(acceptLanguage));
    }

    private static String asked(String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > 200) {
            return Words.LANGUAGES.getFirst();
        }
        try {
            for (Locale.LanguageRange range : Locale.LanguageRange.parse(acceptLanguage)) {
                String language = Locale.forLanguageTag(range.getRange()).getLanguage();
                for (String tag : Words.LANGUAGES) {
                    if (Locale.forLanguageTag(tag).getLanguage().equals(language)) {
                        return tag;
                    }
                }
            }
        } catch (IllegalArgumentException notAList) {
            return Words.LANGUAGES.getFirst();
        }
        return Words.LANGUAGES.getFirst();
    }
}
