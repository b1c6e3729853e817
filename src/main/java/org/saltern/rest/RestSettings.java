package org.saltern.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What the REST door has to know.
 *
 * @param masterId upstream's {@code id} of the master, for example {@code box_master}
 * @param saltVersion the Salt release whose behaviour this master has, which {@code manage.versions} compares minions with
 * @param fingerprint of the master's public key, as {@link org.saltern.hosts.Host#fingerprint()} is written
 * @param options further master options; only the names in {@link ConfigValues} are ever shown
 * @param origins other sites whose pages may use the API, each as {@code https://name[:port]}; normally none
 * @param https whether browsers reach the server by HTTPS, which marks the cookie Secure
 */
public record RestSettings(
        String masterId,
        String saltVersion,
        String fingerprint,
        ObjectNode options,
        Set<String> origins,
        boolean https) {
    public RestSettings {
        options = options.deepCopy();
        origins = Set.copyOf(origins);
    }
}
