package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hostile bytes: a corpus of files, replayed, and mutations of it, the same ones on every run. */
class FuzzTest {
    private static final int MUTATIONS = 40_000;
    /** Bytes that mean something, so that mutations reach beyond the first check. */
    private static final byte[] TELLING = "\r\n \t:;,<>\"\\=@[]?/0129aZ%\0".getBytes(StandardCharsets.US_ASCII);

    private final Explorer explorer = new Explorer();

    @Test
    void corpusIsReadWithoutHarm() throws Exception {
        List<byte[]> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThan(75);
        int messages = 0;
        for (byte[] input : corpus) {
            messages += explorer.explore(input);
        }
        assertThat(messages).isGreaterThan(50);
    }

    @Test
    void mutationsAreReadWithoutHarm() throws Exception {
        List<byte[]> corpus = corpus();
        Random random = new Random(20260101);
        int messages = 0;
        for (int round = 0; round < MUTATIONS; round++) {
            byte[] input = mutated(corpus.get(random.nextInt(corpus.size())), random);
            try {
                messages += explorer.explore(input);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("round " + round + ": " + new String(input, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertThat(messages).as("mutations that are still messages").isGreaterThan(MUTATIONS / 10);
    }

    private static byte[] mutated(byte[] input, Random random) {
        byte[] bytes = input.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
                case 2 -> bytes = without(bytes, at, 1 + random.nextInt(8));
                case 3 -> bytes = doubled(bytes, at, 1 + random.nextInt(40));
                default -> bytes = without(bytes, at, bytes.length);
            }
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int from, int count) {
        int end = Math.min(bytes.length, from + count);
        byte[] shorter = new byte[bytes.length - (end - from)];
        System.arraycopy(bytes, 0, shorter, 0, from);
        System.arraycopy(bytes, end, shorter, from, bytes.length - end);
        return shorter;
    }

    private static byte[] doubled(byte[] bytes, int from, int count) {
        int end = Math.min(bytes.length, from + count);
        byte[] longer = new byte[bytes.length + end - from];
        System.arraycopy(bytes, 0, longer, 0, end);
        System.arraycopy(bytes, from, longer, end, bytes.length - from);
        return longer;
    }

    static List<byte[]> corpus() throws IOException, URISyntaxException {
        List<byte[]> corpus = new ArrayList<>();
        for (String folder : new String[] {"fuzz", "torture"}) {
            Path path = Path.of(
                    Objects.requireNonNull(FuzzTest.class.getResource(folder)).toURI());
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.sorted().toList()) {
                    corpus.add(Files.readAllBytes(file));
                }
            }
        }
        corpus.add(SipTexts.bytes(SipMessageTest.REGISTERED));
        return corpus;
    }
}
