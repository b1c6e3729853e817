package org.saltern.master;

import org.saltern.events.Events;
import org.saltern.files.FileServer;
import org.saltern.files.Pillars;
import org.saltern.hosts.Groups;
import org.saltern.hosts.Hosts;
import org.saltern.hosts.Keys;
import org.saltern.hosts.Mine;
import org.saltern.jobs.Jobs;

/** The rooms that minions' requests are answered from. */
public record MasterRooms(
        Keys keys,
        Hosts hosts,
        Groups groups,
        Mine mine,
        Jobs jobs,
        FileServer files,
        Pillars pillars,
        Events events) {}
