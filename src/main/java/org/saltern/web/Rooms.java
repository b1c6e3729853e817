package org.saltern.web;

import org.saltern.access.Access;
import org.saltern.access.Audit;
import org.saltern.events.Events;
import org.saltern.files.Files;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Keys;
import org.saltern.hosts.Targets;
import org.saltern.jobs.Jobs;

/** The rooms that the pages call, and what is seen from outside. */
public record Rooms(
        Access access,
        Audit audit,
        Keys keys,
        Hosts hosts,
        Groups groups,
        Targets targets,
        Jobs jobs,
        Files files,
        Events events,
        Outside outside) {}
