package org.saltern.wire.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DecoderTest {
    /** Keeps what it is given. */
    private static final class Kept implements Decoder.Sink {
        private final List<String> heard = new ArrayList<>();
        private long longest = 64 << 20;
        private int most = Integer.MAX_VALUE;

        @Override
        public void signed() {
            assertThat(heard).isEmpty();
        }

        @Override
        public void greeted(int minor) {
            heard.add("3." + minor);
        }

        @Override
        public long longest(boolean command) {
            return longest;
        }

        @Override
        public void command(byte[] body) {
            heard.add("command " + Arrays.toString(body));
        }

        @Override
        public void part(byte[] body, boolean more) {
            heard.add((more ? "part " : "last ") + Arrays.toString(body));
        }

        @Override
        public boolean ready() {
            return heard.size() < most;
        }
    }

    @Provide
    Arbitrary<List<byte[]>> parts() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(3000)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Property(tries = 300)
    void bytes_in_pieces_of_any_size_give_the_same_frames(
            @ForAll("parts") List<byte[]> parts, @ForAll @IntRange(min = 1, max = 5000) int piece)
            throws Violation {
        byte[] whole =
                concat(
                        Frames.hello("REQ"),
                        Frames.message(parts.toArray(byte[][]::new)),
                        Frames.ping());
        Kept inOne = new Kept();
        new Decoder().feed(ByteBuffer.wrap(whole), inOne);
        Kept inPieces = new Kept();
        Decoder decoder = new Decoder();
        for (int i = 0; i < whole.length; i += piece) {
            decoder.feed(ByteBuffer.wrap(whole, i, Math.min(piece, whole.length - i)), inPieces);
        }
        assertThat(inPieces.heard).isEqualTo(inOne.heard).hasSize(parts.size() + 3);
        assertThat(inOne.heard.get(2 + parts.size() - 1))
                .isEqualTo("last " + Arrays.toString(parts.getLast()));
    }

    @Property(tries = 1000)
    void any_bytes_are_decoded_or_refused_and_never_cost_more_memory_than_came(
            @ForAll byte[] noise, @ForAll boolean greeted) {
        Decoder decoder = new Decoder();
        byte[] all = greeted ? concat(Frames.greeting(), noise) : noise;
        try {
            decoder.feed(ByteBuffer.wrap(all), new Kept());
        } catch (Violation e) {
            assertThat(e.cut()).isIn(Cut.GREETING, Cut.MECHANISM, Cut.MALFORMED, Cut.TOO_LONG);
        }
        assertThat(decoder.held()).isLessThanOrEqualTo(all.length + 64 * 1024);
    }

    @Property(tries = 300)
    void s2_a_negative_or_huge_length_is_refused_before_a_byte_is_kept(
            @ForAll long length, @ForAll @IntRange(min = 0, max = 7) int flags) throws Violation {
        long announced = length >= 0 && length <= 64 << 20 ? Long.MIN_VALUE | length : length;
        Decoder decoder = new Decoder();
        Kept kept = new Kept();
        decoder.feed(ByteBuffer.wrap(Frames.greeting()), kept);
        assertThatThrownBy(
                        () ->
                                decoder.feed(
                                        ByteBuffer.wrap(Raw.header(flags | Frames.LONG, announced)),
                                        kept))
                .isInstanceOf(Violation.class);
        assertThat(decoder.held()).isZero();
    }

    @Property(tries = 50)
    void s2_a_long_frame_takes_at_most_what_arrived_and_64_kib(
            @ForAll @IntRange(min = 1, max = 64 << 20) int announced,
            @ForAll @IntRange(min = 1, max = 200_000) int piece)
            throws Violation {
        Decoder decoder = new Decoder();
        Kept kept = new Kept();
        decoder.feed(ByteBuffer.wrap(Frames.greeting()), kept);
        decoder.feed(ByteBuffer.wrap(Raw.header(Frames.LONG, announced)), kept);
        int sent = 0;
        while (sent < Math.min(announced - 1, 2_000_000)) {
            int n = Math.min(piece, announced - 1 - sent);
            decoder.feed(ByteBuffer.allocate(n), kept);
            sent += n;
            assertThat(decoder.held()).isLessThanOrEqualTo(sent + 64 * 1024);
        }
    }

    @Example
    void a_sink_that_is_not_ready_leaves_the_rest_where_it_is() throws Violation {
        Kept kept = new Kept();
        kept.most = 3;
        ByteBuffer in =
                ByteBuffer.wrap(
                        concat(Frames.hello("REQ"), Frames.message(new byte[1]), Frames.ping()));
        Decoder decoder = new Decoder();
        decoder.feed(in, kept);
        assertThat(in.remaining()).isEqualTo(Frames.ping().length);
        kept.most = 4;
        decoder.feed(in, kept);
        assertThat(kept.heard).hasSize(4);
    }

    @Example
    void zmtp_2_is_refused_at_its_eleventh_byte() {
        byte[] old = {(byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 3, 0, 0};
        assertThatThrownBy(() -> new Decoder().feed(ByteBuffer.wrap(old), new Kept()))
                .isInstanceOfSatisfying(
                        Violation.class, e -> assertThat(e.cut()).isEqualTo(Cut.GREETING));
    }

    @Property(tries = 300)
    void a_ready_command_of_any_bytes_is_read_or_refused(@ForAll byte[] noise) {
        byte[] body = concat(new byte[] {5, 'R', 'E', 'A', 'D', 'Y'}, noise);
        try {
            byte[] type = Command.of(body).property("socket-type");
            assertThat(type == null || type.length < body.length).isTrue();
        } catch (Violation e) {
            assertThat(e.cut()).isEqualTo(Cut.MALFORMED);
        }
    }

    static byte[] concat(byte[]... pieces) {
        int size = Arrays.stream(pieces).mapToInt(p -> p.length).sum();
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] piece : pieces) {
            all.put(piece);
        }
        return all.array();
    }
}
