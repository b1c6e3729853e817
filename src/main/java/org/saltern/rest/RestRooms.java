package org.saltern.rest;

import java.time.InstantSource;
import org.saltern.access.Access;
import org.saltern.access.Audit;
import org.saltern.events.Events;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Keys;
import org.saltern.hosts.Targets;
import org.saltern.jobs.Jobs;

/** The rooms that the REST door calls. */
public record RestRooms(
        Access access,
        Audit audit,
        Events events,
        Keys keys,
        Hosts hosts,
        Groups groups,
        Targets targets,
        Jobs jobs,
        InstantSource clock) {}
