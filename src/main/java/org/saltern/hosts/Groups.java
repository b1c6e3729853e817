package org.saltern.hosts;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.saltern.access.Actor;
import org.saltern.access.Audit;
import org.saltern.access.Permission;
import org.saltern.base.HostId;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.events.Event;
import org.saltern.events.Events;
import org.saltern.events.Tags;
import org.saltern.store.Database;
import org.saltern.targets.Ranges;
import org.saltern.targets.Truth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Groups of hosts; upstream calls them nodegroups. A saved group is usable as a target at once. Thread-safe. */
public final class Groups {
    private static final Logger LOG = LoggerFactory.getLogger(Groups.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final int LONGEST_RULE = 10_000;

    private final Database database;
    private final GroupStore store;
    private final Memory memory;
    private final Matching matching;
    private final Events events;
    private final Audit audit;
    private final InstantSource clock;

    /** Without a range server: rules with ranges are refused. */
    public Groups(Database database, Hosts hosts, Events events, Audit audit, InstantSource clock) {
        this(database, hosts, events, audit, clock, Ranges.NONE);
    }

    /** @param ranges where ranges in rules are looked up when a group's hosts are asked for, not when it is saved */
    public Groups(
            Database database,
            Hosts hosts,
            Events events,
            Audit audit,
            InstantSource clock,
            Ranges ranges) {
        this.database = database;
        this.store = new GroupStore(database.jdbi());
        this.memory = hosts.memory();
        this.matching = new Matching(memory, ranges);
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /** All groups by name. Needs SEE. */
    public List<Group> list(Actor actor) {
        actor.require(Permission.SEE);
        return List.copyOf(memory.groups().values());
    }

    /** Needs SEE. */
    public Optional<Group> find(Actor actor, String name) {
        actor.require(Permission.SEE);
        return Optional.ofNullable(memory.groups().get(name));
    }

    /**
     * Makes a group, or changes the one of this name. Needs GROUPS.
     *
     * @throws Problem.BadInput the name is not letters, digits, '_', '.', '-' (64 at most), or the rule does not parse or leads
     *     back to this group; a member unknown to Saltern
     * @throws Problem.Conflict {@code expectNew} and the name is taken
     */
    public Group save(Actor actor, Group group, boolean expectNew) {
        return save(
                actor,
                group,
                before -> {
                    if (before != null && expectNew) {
                        throw new Problem.Conflict(
                                Problem.text("A group named {0} exists", group.name()),
                                "name",
                                Problem.text("Choose another name, or change that group."));
                    }
                });
    }

    /**
     * Changes a group that was looked at. Needs GROUPS.
     *
     * @param version {@link Group#version} of what was looked at
     * @throws Problem.NotFound the group is gone
     * @throws Problem.Conflict somebody else changed it meanwhile
     * @throws Problem.BadInput as {@link #save(Actor, Group, boolean)}
     */
    public Group change(Actor actor, Group group, String version) {
        return save(actor, group, before -> requireSeen(group.name(), before, version));
    }

    private static void requireSeen(String name, Group before, String version) {
        if (before == null) {
            throw new Problem.NotFound(
                    Problem.text("No group is named '{0}'", Problem.shown(name)),
                    "name",
                    Problem.text("Load the page again."));
        }
        if (!before.version().equals(version)) {
            throw new Problem.Conflict(
                    Problem.text("The group {0} was changed by somebody else meanwhile", name),
                    "version",
                    Problem.text("Compare it with what is stored now; saving again keeps yours."));
        }
    }

    private Group save(Actor actor, Group group, Consumer<Group> expected) {
        actor.require(Permission.GROUPS);
        requireForm(group);
        synchronized (memory) {
            Group before = memory.groups().get(group.name());
            boolean exists = before != null;
            expected.accept(before);
            requireKnown(group.members());
            requireRule(group);
            database.jdbi()
                    .useTransaction(
                            h -> {
                                if (!store.update(group)) {
                                    store.insert(group);
                                }
                                audit.write(
                                        actor,
                                        exists ? "group.change" : "group.make",
                                        group.name(),
                                        group.members().size() + " members, rule: " + group.rule());
                            });
            memory.groups(store.all());
        }
        tell(group.name());
        return memory.groups().get(group.name());
    }

    private static void requireForm(Group group) {
        if (!NAME.matcher(group.name()).matches()) {
            throw new Problem.BadInput(
                    Problem.text("Not a group name: '{0}'", Problem.shown(group.name())),
                    "name",
                    Problem.text("Use 1 to 64 letters, digits, '_', '.' or '-'."));
        }
        requireText("description", group.description(), LONGEST_DESCRIPTION);
        requireText("rule", group.rule(), LONGEST_RULE);
    }

    private static void requireText(String field, String text, int longest) {
        boolean control =
                text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
        if (text.length() > longest || control) {
            throw new Problem.BadInput(
                    Problem.text("The text is too long or has control characters"),
                    field,
                    Problem.text("Use plain text of at most {0} characters.", longest));
        }
    }

    private void requireKnown(List<HostId> members) {
        List<String> unknown =
                members.stream()
                        .filter(member -> memory.key(member).isEmpty())
                        .limit(5)
                        .map(member -> Problem.shown(member.value()))
                        .toList();
        if (!unknown.isEmpty()) {
            throw new Problem.BadInput(
                    Problem.text("No such hosts: {0}", String.join(", ", unknown)),
                    "members",
                    Problem.text("Choose hosts that have shown a key."));
        }
    }

    private void requireRule(Group group) {
        if (group.rule().isBlank()) {
            return;
        }
        try {
            matching.parseWith(group, Target.of(group.rule(), TargetType.COMPOUND));
            matching.parseWith(group, Target.group(group.name()));
        } catch (Problem.BadInput | Problem.NotFound wrong) {
            throw new Problem.BadInput(
                    wrong.whatText(), "rule: " + wrong.where(), wrong.fixText(), wrong);
        }
    }

    /**
     * Forgets a group; its hosts stay. Needs GROUPS.
     *
     * @throws Problem.NotFound no such group
     * @throws Problem.Conflict another group's rule names it
     */
    public void delete(Actor actor, String name) {
        actor.require(Permission.GROUPS);
        synchronized (memory) {
            requireUnused(name);
            database.jdbi()
                    .useTransaction(
                            h -> {
                                if (!store.delete(name)) {
                                    throw new Problem.NotFound(
                                            Problem.text(
                                                    "No group is named '{0}'", Problem.shown(name)),
                                            "name",
                                            Problem.text("Load the page again."));
                                }
                                audit.write(actor, "group.delete", name, "");
                            });
            memory.groups(store.all());
        }
        tell(name);
    }

    private void requireUnused(String name) {
        List<String> users =
                memory.groups().values().stream()
                        .filter(group -> List.of(group.rule().split("\\s+")).contains("N@" + name))
                        .map(Group::name)
                        .toList();
        if (!users.isEmpty()) {
            throw new Problem.Conflict(
                    Problem.text("The group {0} is part of {1}", name, String.join(", ", users)),
                    "name",
                    Problem.text("Take N@{0} out of those rules first.", name));
        }
    }

    /** The accepted hosts that are in each group now, as far as their grains are known. Needs SEE. */
    public Map<String, List<HostId>> hosts(Actor actor) {
        actor.require(Permission.SEE);
        var all = new TreeMap<String, List<HostId>>();
        memory.groups().keySet().forEach(name -> all.put(name, inGroup(name)));
        return all;
    }

    private List<HostId> inGroup(String name) {
        try {
            return matching.accepted(matching.parse(Target.group(name))).entrySet().stream()
                    .filter(found -> found.getValue() == Truth.YES)
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (Problem tooMuch) {
            LOG.warn("The group {} cannot be worked out: {}", name, tooMuch.what());
            return List.of();
        }
    }

    private void tell(String name) {
        events.publish(new Event(Tags.GROUP, Json.object().put("name", name), clock.instant()));
    }
}
