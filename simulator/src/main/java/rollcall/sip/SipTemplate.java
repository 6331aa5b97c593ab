package rollcall.sip;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message to be written many times: text with named holes, compiled once into the bytes between the holes. Writing
 * copies these and asks a {@link Filler} for the rest; nothing is allocated.
 *
 * <p>In the text a name in braces is a hole, and two opening braces are one that opens no hole. A line feed alone becomes
 * CRLF, so that a Java text block can be used as it stands.
 */
public final class SipTemplate {
    /** Writes what belongs into a hole; one object for many messages, best kept in a field. */
    @FunctionalInterface
    public interface Filler {
        /**
         * Fills one hole.
         *
         * @param hole which name, by its place among the names given to {@link SipTemplate#compile}
         * @param out where its text goes
         */
        void fill(int hole, ByteBuf out);
    }

    /** {@code texts[i]} stands in front of {@code holes[i]}; one more text stands at the end. */
    private final byte[][] texts;

    private final int[] holes;
    private final int textBytes;

    private SipTemplate(byte[][] texts, int[] holes) {
        this.texts = texts;
        this.holes = holes;
        this.textBytes = Arrays.stream(texts).mapToInt(text -> text.length).sum();
    }

    /**
     * Makes a template of a text.
     *
     * @param text readable text with holes
     * @param holeNames the names that may stand in braces; a name may be used more than once, or not at all
     * @throws IllegalArgumentException when a brace names no hole or does not close
     */
    public static SipTemplate compile(String text, String... holeNames) {
        List<String> names = Arrays.asList(holeNames);
        List<byte[]> texts = new ArrayList<>();
        List<Integer> holes = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' && (i == 0 || text.charAt(i - 1) != '\r')) {
                part.append("\r\n");
            } else if (c != '{') {
                part.append(c);
            } else if (text.startsWith("{{", i)) {
                part.append('{');
                i++;
            } else {
                int close = text.indexOf('}', i);
                int hole = close < 0 ? -1 : names.indexOf(text.substring(i + 1, close));
                if (hole < 0) {
                    throw new IllegalArgumentException("no hole is named at character " + i + " of the template: "
                            + text.substring(i, Math.min(i + 30, text.length())));
                }
                texts.add(part.toString().getBytes(StandardCharsets.UTF_8));
                holes.add(hole);
                part.setLength(0);
                i = close;
            }
        }
        texts.add(part.toString().getBytes(StandardCharsets.UTF_8));
        return new SipTemplate(
                texts.toArray(new byte[0][]),
                holes.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Appends the message to {@code out}, asking {@code filler} for each hole in the order of the text. */
    public void write(ByteBuf out, Filler filler) {
        out.ensureWritable(textBytes);
        for (int i = 0; i < holes.length; i++) {
            out.writeBytes(texts[i]);
            filler.fill(holes[i], out);
        }
        out.writeBytes(texts[holes.length]);
    }
}
