package org.saltern.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.saltern.base.Problem;

class CrypticleTest {
    private static final SessionKey KEY = SessionKey.random();

    @Property(tries = 200)
    void what_is_sealed_opens_again(@ForAll @Size(max = 200) byte[] message) {
        Crypticle cipher = KEY.crypticle();
        assertThat(cipher.open(cipher.seal(message))).hasValue(message);
        String nonce = Nonce.random();
        assertThat(cipher.open(cipher.seal(message, nonce), nonce)).hasValue(message);
    }

    @Property(tries = 200)
    void one_flipped_bit_closes_it(
            @ForAll @Size(min = 1, max = 100) byte[] message, @ForAll int bit) {
        byte[] sealed = KEY.crypticle().seal(message);
        int at = Math.floorMod(bit, sealed.length * 8);
        sealed[at / 8] ^= (byte) (1 << (at % 8));
        assertThat(KEY.crypticle().open(sealed)).isEmpty();
    }

    @Property(tries = 200)
    void strange_bytes_do_not_open(@ForAll @Size(max = 200) byte[] bytes) {
        assertThat(KEY.crypticle().open(bytes)).isEmpty();
    }

    @Example
    void a_reply_to_another_request_does_not_open() {
        byte[] sealed = KEY.crypticle().seal(new byte[] {1}, Nonce.random());
        assertThat(KEY.crypticle().open(sealed, Nonce.random())).isEmpty();
    }

    @Example
    void another_key_does_not_open() {
        assertThat(SessionKey.random().crypticle().open(KEY.crypticle().seal(new byte[] {1})))
                .isEmpty();
    }

    @Example
    void the_same_message_looks_different_each_time() {
        byte[] message = new byte[40];
        assertThat(KEY.crypticle().seal(message)).isNotEqualTo(KEY.crypticle().seal(message));
    }

    @Example
    void a_session_key_has_76_characters_and_shows_none_of_them() {
        assertThat(KEY.text()).hasSize(76);
        assertThat(KEY.toString()).doesNotContain(KEY.text().substring(0, 8));
        assertThat(SessionKey.of(KEY.text())).isEqualTo(KEY);
        assertThatThrownBy(() -> SessionKey.of("short")).isInstanceOf(Problem.BadInput.class);
        assertThat(SessionKey.read(new byte[] {1, 2})).isEmpty();
    }
}
