package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthFacts;
import rollcall.client.RequestTemplates.Request;
import rollcall.plan.Accounts;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipMethod;
import rollcall.sip.SipTemplate;

/**
 * Writes the requests of one event loop's clients: fills the holes of their profile's templates. Allocates nothing, but
 * for the list of contacts. Not thread-safe.
 */
final class RequestWriter implements SipTemplate.Filler {
    private static final byte[] ZERO = {'0'};
    private static final byte[] RESOURCE = "<resource uri=\"sip:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESOURCE_END = "\"/>".getBytes(StandardCharsets.US_ASCII);

    private final RequestTemplates templates;
    private final Accounts accounts;
    private final AuthFacts facts = new AuthFacts();
    private final byte[] dialog = new byte[Identity.CALL_ID_LENGTH + Identity.TAG_LENGTH];
    private final ByteBuf body = Unpooled.buffer(4096);

    private @Nullable Endpoint writing;
    private long cseq;
    private boolean leaving;
    private int[] versions = {};
    private int contacts;
    private String mrasUri = "";
    private boolean outside;
    private String event = "";
    private @Nullable Dialog inDialog;

    /** @param accounts of the run: contacts are taken from among them */
    RequestWriter(RequestTemplates templates, Accounts accounts) {
        this.templates = templates;
        this.accounts = accounts;
    }

    /**
     * Writes a REGISTER.
     *
     * @param leaves whether it ends the registration
     */
    void register(Endpoint from, long number, boolean leaves, ByteBuf out) {
        writing = from;
        cseq = number;
        leaving = leaves;
        facts.clear();
        facts.method(SipMethod.REGISTER);
        facts.requestUri().set(from.domainUri, 0, from.domainUri.length);
        facts.callId().set(from.identity.array(), Identity.CALL_ID, Identity.CALL_ID_LENGTH);
        facts.fromTag().set(from.identity.array(), Identity.TAG, Identity.TAG_LENGTH);
        if (leaves) {
            facts.expires().set(ZERO, 0, 1);
        }
        parties(from);
        templates.register().write(out, this);
    }

    /** Writes what {@code presence} has to send in this slot. */
    void request(Endpoint from, Presence presence, int slot, ByteBuf out) {
        Request request = presence.request(slot);
        Dialog known = presence.dialog(slot);
        boolean ends = known != null && presence.isLeaving();
        writing = from;
        inDialog = known;
        cseq = known == null ? 1 : known.cseq; // each in a dialog of its own
        event = request.event();
        versions = presence.versions();
        contacts = presence.contacts();
        mrasUri = presence.mrasUri();
        outside = presence.isOutside();
        body.clear();
        if (!ends) {
            request.body().write(body, this);
        }
        from.identity.dialog(slot, presence.attempt(slot), dialog);
        facts.clear();
        facts.method(request.method());
        byte[] to = presence.isToMediaRelay(slot) ? mrasUri.getBytes(StandardCharsets.US_ASCII) : from.userUri;
        byte[] requestUri = known == null ? to : known.requestUri;
        facts.requestUri().set(requestUri, 0, requestUri.length);
        facts.callId().set(dialog, 0, Identity.CALL_ID_LENGTH);
        facts.fromTag().set(dialog, Identity.CALL_ID_LENGTH, Identity.TAG_LENGTH);
        AsciiSlice expires = request.expires();
        facts.expires().set(expires.array(), expires.offset(), expires.length());
        if (ends) {
            facts.expires().set(ZERO, 0, 1);
        }
        parties(from);
        facts.toUri().set(to, 0, to.length);
        if (known != null) {
            facts.toTag().set(known.toTag, 0, known.toTag.length);
        }
        (ends ? templates.unsubscribe() : request.head()).write(out, this);
        out.writeBytes(body);
    }

    private void parties(Endpoint from) {
        facts.fromUri().set(from.userUri, 0, from.userUri.length);
        facts.toUri().set(from.userUri, 0, from.userUri.length);
        facts.cseq(cseq);
    }

    @Override
    public void fill(int hole, ByteBuf out) {
        Endpoint endpoint = Objects.requireNonNull(writing);
        InetSocketAddress local = endpoint.local;
        switch (hole) {
            case RequestTemplates.DOMAIN -> out.writeBytes(endpoint.domainUri, 4, endpoint.domainUri.length - 4);
            case RequestTemplates.USER -> out.writeBytes(endpoint.userUri, 4, endpoint.userUri.length - 4);
            case RequestTemplates.LOCAL -> writeLocal(local, out);
            case RequestTemplates.LOCAL_IP -> LocalAddress.writeHost(local, out);
            case RequestTemplates.TRANSPORT_UPPER -> ByteBufUtil.writeAscii(out, endpoint.secured ? "TLS" : "TCP");
            case RequestTemplates.TRANSPORT -> ByteBufUtil.writeAscii(out, endpoint.secured ? "tls" : "tcp");
            case RequestTemplates.FROM_TAG -> facts.fromTag().copyTo(out);
            case RequestTemplates.EPID -> endpoint.identity.writeEpid(out);
            case RequestTemplates.CALL_ID -> facts.callId().copyTo(out);
            case RequestTemplates.CSEQ -> LocalAddress.writeNatural(cseq, out);
            case RequestTemplates.MS_OPAQUE -> endpoint.identity.writeOpaque(out);
            case RequestTemplates.INSTANCE -> endpoint.identity.writeInstance(out);
            case RequestTemplates.BRANCH -> {
                ByteBufUtil.writeAscii(out, "z9hG4bK"); // RFC 3261 §8.1.1.7
                endpoint.identity.writeOpaque(out);
                LocalAddress.writeNatural(cseq, out);
            }
            case RequestTemplates.SUBNET -> LocalAddress.writeSubnet(local, out);
            case RequestTemplates.EXPIRES -> {
                if (leaving) {
                    ByteBufUtil.writeAscii(out, "Expires: 0\r\n");
                }
            }
            case RequestTemplates.AUTHORIZATION -> endpoint.authenticator.write(facts, out);
            case RequestTemplates.GRUU -> writeContact(endpoint, out);
            case RequestTemplates.CONTENT_LENGTH -> LocalAddress.writeNatural(body.readableBytes(), out);
            case RequestTemplates.RESOURCES -> writeResources(endpoint, out);
            case RequestTemplates.DEVICE -> LocalAddress.writeNatural(endpoint.identity.deviceInstance(), out);
            case RequestTemplates.MACHINE -> LocalAddress.writeNatural(endpoint.identity.machineInstance(), out);
            case RequestTemplates.MRAS_URI -> ByteBufUtil.writeAscii(out, mrasUri);
            case RequestTemplates.LOCATION -> ByteBufUtil.writeAscii(out, outside ? "internet" : "intranet");
            case RequestTemplates.REQUEST_URI -> facts.requestUri().copyTo(out);
            case RequestTemplates.TO_TAG -> {
                if (!facts.toTag().isEmpty()) {
                    ByteBufUtil.writeAscii(out, ";tag=");
                    facts.toTag().copyTo(out);
                }
            }
            case RequestTemplates.ROUTE -> {
                Dialog known = inDialog;
                if (known != null && known.routes != null) {
                    out.writeBytes(known.routes);
                }
            }
            case RequestTemplates.EVENT -> ByteBufUtil.writeAscii(out, event);
            default -> LocalAddress.writeNatural(versions[hole - RequestTemplates.VERSION_1], out);
        }
    }

    private static void writeLocal(InetSocketAddress local, ByteBuf out) {
        LocalAddress.writeHost(local, out);
        out.writeByte(':');
        LocalAddress.writeNatural(local.getPort(), out);
    }

    /** A pool that knows no GRUU is told the address of the connection, as in REGISTER. */
    private static void writeContact(Endpoint endpoint, ByteBuf out) {
        byte[] gruu = endpoint.gruu;
        if (gruu != null) {
            out.writeBytes(gruu);
            return;
        }
        ByteBufUtil.writeAscii(out, "sip:");
        writeLocal(endpoint.local, out);
        ByteBufUtil.writeAscii(out, endpoint.secured ? ";transport=tls" : ";transport=tcp");
    }

    /** The contacts of a simulated user are those that come after it in the list of users. */
    private void writeResources(Endpoint endpoint, ByteBuf out) {
        int size = accounts.size();
        int most = Math.min(contacts, size - 1);
        for (int i = 1; i <= most; i++) {
            out.writeBytes(RESOURCE);
            writeXml(accounts.at((endpoint.user + i) % size).user(), out);
            out.writeBytes(RESOURCE_END);
        }
    }

    /** A user's name may have characters that XML keeps for itself: RFC 3261 §25.1, user-unreserved. */
    private static void writeXml(String text, ByteBuf out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> ByteBufUtil.writeAscii(out, "&amp;");
                case '<' -> ByteBufUtil.writeAscii(out, "&lt;");
                case '"' -> ByteBufUtil.writeAscii(out, "&quot;");
                default -> ByteBufUtil.writeUtf8(out, text, i, i + 1);
            }
        }
    }
}
