package org.saltern.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What kind of expression the target is; the letters of the {@code salt} command. */
final class TargetOptions {
    private static final Pattern MATCHER = Pattern.compile("(^|[\\s(])[GPIJLNSER][^\\s@]?@");
    private static final Pattern WORD = Pattern.compile("(^|[\\s(])(and|or|not)\\s");

    @Option(
            names = {"-G", "--grain"},
            description = "A grain and a pattern: 'os:Deb*'.")
    boolean grain;

    @Option(
            names = {"-P", "--grain-pcre"},
            description = "A grain and a regular expression.")
    boolean grainPcre;

    @Option(
            names = {"-E", "--pcre"},
            description = "A regular expression over ids.")
    boolean pcre;

    @Option(
            names = {"-L", "--list"},
            description = "Ids separated by commas.")
    boolean list;

    @Option(
            names = {"-C", "--compound"},
            description = "Several kinds: 'G@os:Debian and web*'.")
    boolean compound;

    @Option(
            names = {"-N", "--nodegroup"},
            description = "A group's name.")
    boolean nodegroup;

    @Option(
            names = {"-I", "--pillar"},
            description = "A pillar path and a pattern.")
    boolean pillar;

    @Option(
            names = {"-J", "--pillar-pcre"},
            description = "A pillar path and a regular expression.")
    boolean pillarPcre;

    @Option(
            names = {"-S", "--ipcidr"},
            description = "An address or network: 10.0.0.0/8.")
    boolean ipcidr;

    @Option(
            names = {"-R", "--range"},
            description = "A range, looked up at the range server: %%web.")
    boolean range;

    /** The kind that was asked for; without one, compound when the expression looks like it, else a pattern over ids. */
    String type(String expression) {
        if (grain) {
            return "grain";
        }
        if (grainPcre) {
            return "grain_pcre";
        }
        if (pcre) {
            return "pcre";
        }
        if (list) {
            return "list";
        }
        if (nodegroup) {
            return "nodegroup";
        }
        if (pillar) {
            return "pillar";
        }
        if (pillarPcre) {
            return "pillar_pcre";
        }
        if (ipcidr) {
            return "ipcidr";
        }
        if (range) {
            return "range";
        }
        return compound || isCompound(expression) ? "compound" : "glob";
    }

    /** Whether this reads as a compound expression: a letter and {@code @}, or the words and, or, not. */
    static boolean isCompound(String expression) {
        return MATCHER.matcher(expression).find() || WORD.matcher(expression).find();
    }
}
