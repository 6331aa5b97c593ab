package rollcall.sip;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a connection into messages and hands them to a {@link SipReceiver}: to itself, where a handler is both,
 * which saves each connection two objects, or {@link #to} another one. Bytes are parsed in a scratch
 * array that all connections of an event loop share; a connection itself keeps only the part of a message that has
 * arrived so far, and while it is idle nothing at all.
 *
 * <p>After malformed bytes, after the receiver threw an exception, and once the channel is being closed or the handler
 * is removed, everything further is dropped.
 */
public abstract class SipFrameDecoder extends ChannelDuplexHandler implements SipReceiver {
    private final SipLimits limits;

    /** What has come of a message that is not complete; null when there is none. */
    private @Nullable ByteBuf rest;
    /** How many bytes must have come before another look at {@link #rest} is worth while. */
    private int bytesNeeded;

    private boolean delivering;
    private boolean finished;

    /** A decoder with {@link SipLimits#DEFAULT}. */
    protected SipFrameDecoder() {
        this(SipLimits.DEFAULT);
    }

    protected SipFrameDecoder(SipLimits limits) {
        this.limits = limits;
    }

    /** A decoder for another receiver, with {@link SipLimits#DEFAULT}. */
    public static SipFrameDecoder to(SipReceiver receiver) {
        return to(receiver, SipLimits.DEFAULT);
    }

    /** A decoder for another receiver. */
    public static SipFrameDecoder to(SipReceiver receiver, SipLimits limits) {
        return new Passing(receiver, limits);
    }

    private static final class Passing extends SipFrameDecoder {
        private final SipReceiver receiver;

        Passing(SipReceiver receiver, SipLimits limits) {
            super(limits);
            this.receiver = receiver;
        }

        @Override
        public void onMessage(SipMessage lent) {
            receiver.onMessage(lent);
        }

        @Override
        public void onKeepAlive() {
            receiver.onKeepAlive();
        }

        @Override
        public void onMalformed(SipProblem problem, int offset) {
            receiver.onMalformed(problem, offset);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        try {
            read(ctx, bytes);
        } finally {
            bytes.release();
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (finished) {
            return;
        }
        ByteBuf before = rest;
        int kept = before == null ? 0 : before.readableBytes();
        // A receiver may cause a read while it is being served: those bytes wait for their turn.
        if (delivering || kept + (long) bytes.readableBytes() < bytesNeeded) {
            keep(ctx, bytes);
            return;
        }
        Scratch scratch = Scratch.borrow();
        delivering = true;
        boolean failed = true;
        try {
            takeRest(scratch);
            scratch.append(bytes);
            int at = 0;
            do {
                at = deliver(scratch, at);
            } while (takeRest(scratch));
            if (!finished && at < scratch.size) {
                ByteBuf incomplete = ctx.alloc().buffer(scratch.size - at);
                rest = incomplete.writeBytes(scratch.bytes, at, scratch.size - at);
            }
            failed = false;
        } finally {
            delivering = false;
            scratch.giveBack();
            if (failed) {
                finish();
            }
        }
    }

    /** Hands over what is complete from {@code from} on, and returns where the incomplete rest begins. */
    private int deliver(Scratch scratch, int from) {
        int at = from;
        bytesNeeded = 0;
        while (!finished) {
            int start = SipFraming.skipKeepAlive(scratch.bytes, at, scratch.size);
            if (start > at) {
                at = start;
                onKeepAlive();
                continue;
            }
            if (start == scratch.size) {
                return start;
            }
            long frame = SipFraming.next(scratch.bytes, start, scratch.size, limits, scratch.lines);
            if (SipFraming.isIncomplete(frame)) {
                bytesNeeded = SipFraming.bytesNeeded(frame);
                return start;
            }
            if (!SipFraming.isComplete(frame)) {
                malformed(SipFraming.problem(frame), SipFraming.problemOffset(frame) - start);
                break;
            }
            at = SipFraming.end(frame);
            SipProblem problem = scratch.message.parse(scratch.bytes, start, at - start, scratch.lines);
            if (problem != null) {
                malformed(problem, scratch.message.problemOffset());
                break;
            }
            onMessage(scratch.message);
        }
        return scratch.size;
    }

    private void malformed(SipProblem problem, int offset) {
        finish();
        onMalformed(problem, offset);
    }

    private void keep(ChannelHandlerContext ctx, ByteBuf bytes) {
        ByteBuf before = rest;
        if (before == null) {
            before = ctx.alloc().buffer(bytes.readableBytes());
            rest = before;
        }
        before.writeBytes(bytes);
    }

    /** Moves what is kept to the end of the scratch array, if anything is. */
    private boolean takeRest(Scratch scratch) {
        ByteBuf kept = rest;
        if (kept == null) {
            return false;
        }
        scratch.append(kept);
        kept.release();
        rest = null;
        return true;
    }

    private void finish() {
        finished = true;
        ByteBuf kept = rest;
        rest = null;
        if (kept != null) {
            kept.release();
        }
    }

    /** Whether the connection holds a buffer, that is, part of a message. */
    boolean hasIncomplete() {
        return rest != null;
    }

    /** Closing over TLS takes a while, but nothing is delivered from the moment it was asked for. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws Exception {
        finish();
        super.close(ctx, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        finish();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        finish();
    }

    /** Where the connections of one event loop parse, one after the other. */
    private static final class Scratch {
        private static final int USUAL_BYTES = 16 << 10;
        /** A larger array was needed once and is not held on to. */
        private static final int MAX_KEPT_BYTES = 256 << 10;

        private static final FastThreadLocal<Scratch> OF_THIS_LOOP = new FastThreadLocal<>() {
            @Override
            protected Scratch initialValue() {
                return new Scratch();
            }
        };

        final SipMessage message = new SipMessage();
        final LineEnds lines = new LineEnds();
        byte[] bytes = new byte[USUAL_BYTES];
        int size;
        private boolean lent;

        /** The loop's own, or a fresh one while that is in use: a receiver may make another connection read. */
        static Scratch borrow() {
            Scratch own = OF_THIS_LOOP.get();
            Scratch scratch = own.lent ? new Scratch() : own;
            scratch.lent = true;
            scratch.size = 0;
            return scratch;
        }

        void append(ByteBuf more) {
            int count = more.readableBytes();
            if (count > bytes.length - size) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
            }
            more.readBytes(bytes, size, count);
            size += count;
        }

        void giveBack() {
            if (bytes.length > MAX_KEPT_BYTES) {
                bytes = new byte[USUAL_BYTES];
            }
            lent = false;
        }
    }
}
