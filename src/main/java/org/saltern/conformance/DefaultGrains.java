package org.saltern.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import org.saltern.base.Json;

/** The grains of every case that does not bring its own: a Debian 12 host named web01. */
final class DefaultGrains {
    private DefaultGrains() {}

    static JsonNode tree() {
        return Json.parse(
                """
                {"id": "web01", "host": "web01", "nodename": "web01", "fqdn": "web01.example.test",
                 "domain": "example.test", "localhost": "web01", "os": "Debian", "os_family": "Debian",
                 "osfullname": "Debian GNU/Linux", "osrelease": "12", "osmajorrelease": 12,
                 "oscodename": "bookworm", "osrelease_info": [12], "osfinger": "Debian-12", "osarch": "amd64",
                 "kernel": "Linux", "kernelrelease": "6.1.0", "cpuarch": "x86_64", "num_cpus": 2,
                 "mem_total": 2048, "virtual": "physical", "init": "systemd",
                 "ipv4": ["10.11.12.13", "127.0.0.1"], "ipv6": ["::1"], "fqdn_ip4": ["10.11.12.13"],
                 "ip4_interfaces": {"eth0": ["10.11.12.13"], "lo": ["127.0.0.1"]}, "shell": "/bin/sh",
                 "path": "/usr/sbin:/usr/bin:/sbin:/bin", "pythonversion": [3, 11, 2, "final", 0],
                 "saltversion": "3007.0", "saltversioninfo": [3007, 0], "roles": ["web", "edge"],
                 "master": "salt", "server_id": 1234567}
                """);
    }
}
