package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import rollcall.mock.Behaviour.Alert;
import rollcall.mock.Behaviour.Handshake;
import rollcall.mock.Behaviour.OfTls;

/** Stands where TLS should be and does something else with the ClientHello. Nothing gets past it. */
final class BrokenTls extends ChannelInboundHandlerAdapter {
    private static final byte[] PLAIN_SIP =
            AnswerWriter.ascii("SIP/2.0 400 Bad Request\r\nServer: RTC/3.5\r\nContent-Length: 0\r\n\r\n");

    private final OfTls behaviour;
    private final MockStats stats;
    private boolean answered;

    BrokenTls(OfTls behaviour, MockStats stats) {
        this.behaviour = behaviour;
        this.stats = stats;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        if (answered) {
            return;
        }
        answered = true;
        stats.handshakeFailures.increment();
        if (behaviour instanceof Alert alert) {
            // RFC 5246 §6.2.1, §7.2: type alert, version 3.1, two bytes: fatal, and which.
            ByteBuf record = Unpooled.wrappedBuffer(new byte[] {0x15, 3, 1, 0, 2, 2, (byte) alert.description()});
            context.writeAndFlush(record).addListener(ChannelFutureListener.CLOSE);
        } else if (behaviour == Handshake.PLAIN_TEXT) {
            var unused = context.writeAndFlush(Unpooled.wrappedBuffer(PLAIN_SIP));
        } else if (behaviour == Handshake.DROP) {
            var unused = context.close();
        }
    }
}
