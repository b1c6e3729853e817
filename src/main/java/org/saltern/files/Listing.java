package org.saltern.files;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an environment holds, all roots together, by path below the root. */
record Listing(
        SortedSet<String> files,
        SortedSet<String> directories,
        SortedSet<String> emptyDirectories,
        SortedMap<String, String> links) {
    Listing() {
        this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeMap<>());
    }

    /** As upstream: slashes around the prefix do not count, and it is a prefix of the text, not of the folders. */
    static List<String> startingWith(String prefix, Collection<String> paths) {
        String plain = plain(prefix);
        return paths.stream().filter(p -> p.startsWith(plain)).toList();
    }

    SortedMap<String, String> linksStartingWith(String prefix) {
        String plain = plain(prefix);
        var some = new TreeMap<>(links);
        some.keySet().removeIf(l -> !l.startsWith(plain));
        return some;
    }

    private static String plain(String prefix) {
        return prefix.replaceAll("^/+|/+$", "");
    }
}
