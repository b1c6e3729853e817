package org.saltern.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.saltern.access.Actor;
import org.saltern.base.Json;
import org.saltern.crypto.Nonce;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.master.TestMinion;
import org.saltern.wire.AuthReply;

/** A deleted id kept its access, and the next owner of the id got its data. */
@ExtendWith(Victim.Shared.class)
class Cve2016_9639Test {
    private final Victim victim;

    Cve2016_9639Test(Victim victim) {
        this.victim = victim;
    }

    @Test
    void a_deleted_key_is_of_no_use_at_once_and_its_data_are_nobodys() throws Exception {
        TestMinion gone = victim.join("gone", RsaPrivateKey.generate(2048));
        gone.ask("_mine", "{\"data\": {\"key\": \"old owner\"}, \"clear\": false}");
        victim.saltern.keys().delete(Actor.system(), gone.host(), gone.fingerprint());
        ObjectNode load = Json.object().put("cmd", "_file_envs");
        assertThat(gone.sendPlain(gone.seal(load, Nonce.random(), Instant.now())))
                .isEqualTo(Victim.BAD_LOAD);
        assertThat(gone.signIn()).isInstanceOf(AuthReply.Pending.class);
        TestMinion next = victim.stranger("gone");
        victim.saltern.keys().delete(Actor.system(), gone.host(), gone.fingerprint());
        next.signIn();
        victim.saltern.keys().accept(Actor.system(), next.host(), next.fingerprint());
        next.signIn();
        assertThat(next.ask("_mine_get", "{\"tgt\": \"gone\", \"fun\": \"key\"}")).isEmpty();
    }
}
