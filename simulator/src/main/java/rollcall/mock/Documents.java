package rollcall.mock;

import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Publications.Publication;
import rollcall.sip.Ascii;
import rollcall.sip.AsciiSlice;

/** Writes the documents that a pool sends to those who have signed in (MS-SIPREGE 2.2.2, MS-PRES). One for an event loop. */
final class Documents {
    private static final int CONTACTS = 5;
    private static final int ONLINE = 3500;
    private static final int OFFLINE = 18500;
    private static final String CATEGORIES =
            "<categories xmlns=\"http://schemas.microsoft.com/2006/09/sip/categories\"";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");

    private static final byte[] PROVISIONING_TAIL = AnswerWriter.ascii("""
            <ucPC2PCAVEncryption>SupportEncryption</ucPC2PCAVEncryption>
            <ucPortRangeEnabled>false</ucPortRangeEnabled>
            </provisionGroup>
            <provisionGroup name="meetingPolicy"/><provisionGroup name="ucPolicy"/>
            </provisionGroupList>""");

    private final PoolState pool;
    private final Front front;
    private byte[] provisioningHead = {};
    private byte[] mediaRelay = {};
    private String publishTime = "";
    private long publishMillis = -1;

    Documents(PoolState pool, Front front) {
        this.pool = pool;
        this.front = front;
    }

    /** Not before the first client asks: only then is it known where the web services listen. */
    private byte[] provisioningHead() {
        if (provisioningHead.length == 0) {
            String authentication = pool.media().authentication();
            mediaRelay = AnswerWriter.ascii(
                    authentication == null
                            ? ""
                            : "<mrasUri>sip:" + authentication + "@" + front.domain()
                                    + ";gruu;opaque=srvr:MRAS:AAAAAAAAAAAAAAAAAAAAAAAA</mrasUri>\n");
            String inside = pool.web().inside();
            String outside = pool.web().outside();
            provisioningHead = AnswerWriter.ascii("""
                    <provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification">
                    <provisionGroup name="ServerConfiguration">
                    """
                    + url("absInternalServerUrl", inside, "/Abs/Int/Handler")
                    + url("absExternalServerUrl", outside, "/Abs/Ext/Handler")
                    + "<organization>" + front.netbiosDomain() + "</organization>\n"
                    + url("dlxInternalUrl", inside, "/GroupExpansion/Int/service.asmx")
                    + url("dlxExternalUrl", outside, "/GroupExpansion/Ext/service.asmx")
                    + "<dlxEnabled>" + (inside != null || outside != null) + "</dlxEnabled>\n<focusFactoryUri>");
        }
        return provisioningHead;
    }

    private static String url(String element, @Nullable String place, String path) {
        return place == null ? "" : "<" + element + ">https://" + place + path + "</" + element + ">\n";
    }

    /**
     * What a subscription begins with; nothing for {@link EventPackage#PRESENCE}, which asks about others.
     *
     * @param namesMedia whether in-band provisioning says who gives credentials for the media relay
     */
    void write(ByteBuf out, EventPackage events, int user, boolean namesMedia, long nowMillis) {
        switch (events) {
            case PROVISIONING_V2 -> {
                out.writeBytes(provisioningHead());
                pool.users().writeAddress(user, out);
                Ascii.write(out, ";gruu;opaque=app:conf:focusfactory</focusFactoryUri>\n");
                if (namesMedia) {
                    out.writeBytes(mediaRelay);
                }
                out.writeBytes(PROVISIONING_TAIL);
            }
            case ROAMING_CONTACTS -> contacts(out, user);
            case ROAMING_SELF -> self(out, user, nowMillis);
            // Packages of older clients: an empty document of their kind.
            case PROVISIONING -> Ascii.write(out, "<provisioning/>");
            case ROAMING_ACL -> Ascii.write(out, "<ACLlist deltaNum=\"1\"/>");
            case WPENDING -> Ascii.write(out, "<watchers/>");
            case PRESENCE -> {}
        }
    }

    /** The user's contacts: the five that come next. */
    private void contacts(ByteBuf out, int user) {
        Ascii.write(out, "<contactList deltaNum=\"3\"><group id=\"1\" name=\"~\" externalURI=\"\"/>");
        Users users = pool.users();
        for (int i = 1; i <= Math.min(CONTACTS, users.count() - 1); i++) {
            Ascii.write(out, "<contact uri=\"");
            users.writeName((int) (((long) user + i) % users.count()), out);
            out.writeByte('@');
            Ascii.write(out, pool.plan().domain());
            Ascii.write(out, "\" name=\"\" groups=\"1\" subscribed=\"true\" externalURI=\"\"/>");
        }
        Ascii.write(out, "</contactList>");
    }

    private void self(ByteBuf out, int user, long nowMillis) {
        Ascii.write(out, "<roamingData xmlns=\"http://schemas.microsoft.com/2006/09/sip/roaming-self\">");
        openCategories(out, user);
        aggregateState(out, user, nowMillis);
        publications(out, user, nowMillis);
        Ascii.write(
                out,
                "</categories><containers xmlns=\"http://schemas.microsoft.com/2006/09/sip/containers\">"
                        + "<container id=\"200\" version=\"1\"><member type=\"sameEnterprise\"/></container></containers>"
                        + "<subscribers xmlns=\"http://schemas.microsoft.com/2006/09/sip/presence-subscribers\"/>"
                        + "</roamingData>");
    }

    /** The versions that the user's publications have now: answer to a publication, and news of it. */
    void published(ByteBuf out, int user, long nowMillis) {
        Ascii.write(out, "<roamingData xmlns=\"http://schemas.microsoft.com/2006/09/sip/roaming-self\">");
        openCategories(out, user);
        publications(out, user, nowMillis);
        Ascii.write(out, "</categories></roamingData>");
    }

    /** MS-PRES: which of the publications offered, by their place from 1, have another version than the client says. */
    void conflict(ByteBuf out, List<Publication> offered) {
        Ascii.write(out, "<Fault><Faultcode>Client.BadCall.WrongDelta</Faultcode><details>");
        for (int i = 0; i < offered.size(); i++) {
            Publication offer = offered.get(i);
            if (offer.version != offer.current) {
                Ascii.write(out, "<operation index=\"");
                Ascii.writeDecimal(out, i + 1);
                attribute(out, "\" version=\"", offer.version);
                attribute(out, "\" curVersion=\"", offer.current);
                Ascii.write(out, "\"/>");
            }
        }
        Ascii.write(out, "</details></Fault>");
    }

    /** One contact's presence: online when signed in anywhere. */
    void presence(ByteBuf out, int user, long nowMillis) {
        openCategories(out, user);
        aggregateState(out, user, nowMillis);
        Ascii.write(out, "</categories>");
    }

    /** RFC 4662: the beginning of the list of those whose presence follows. */
    void openList(ByteBuf out, AsciiSlice owner) {
        Ascii.write(out, "<list xmlns=\"urn:ietf:params:xml:ns:rlmi\" uri=\"sip:");
        owner.copyTo(out);
        Ascii.write(out, "\" version=\"0\" fullState=\"false\">");
    }

    /** One entry of the list. */
    void listed(ByteBuf out, AsciiSlice uri, boolean known) {
        Ascii.write(out, "<resource uri=\"");
        uri.copyTo(out);
        if (known) {
            Ascii.write(out, "\"><instance id=\"0\" state=\"active\" cid=\"");
            uri.copyTo(out);
        } else {
            Ascii.write(out, "\"><instance id=\"0\" state=\"terminated\" reason=\"noresource");
        }
        Ascii.write(out, "\"/></resource>");
    }

    void closeList(ByteBuf out) {
        Ascii.write(out, "</list>");
    }

    private void openCategories(ByteBuf out, int user) {
        Ascii.write(out, CATEGORIES);
        Ascii.write(out, " uri=\"");
        pool.users().writeAddress(user, out);
        Ascii.write(out, "\">");
    }

    private void aggregateState(ByteBuf out, int user, long nowMillis) {
        Ascii.write(out, "<category name=\"state\" instance=\"1\" publishTime=\"");
        time(out, nowMillis);
        Ascii.write(
                out,
                "\" container=\"2\" version=\"1\" expireType=\"user\">"
                        + "<state xmlns=\"http://schemas.microsoft.com/2006/09/sip/state\""
                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"aggregateState\">"
                        + "<availability>");
        Ascii.writeDecimal(out, pool.bindings().isSignedIn(user) ? ONLINE : OFFLINE);
        Ascii.write(out, "</availability></state></category>");
    }

    private void publications(ByteBuf out, int user, long nowMillis) {
        pool.publications().each(user, publication -> {
            Ascii.write(out, "<category name=\"");
            Ascii.write(out, publication.category);
            attribute(out, "\" instance=\"", publication.instance);
            Ascii.write(out, "\" publishTime=\"");
            time(out, nowMillis);
            attribute(out, "\" container=\"", publication.container);
            attribute(out, "\" version=\"", publication.version);
            Ascii.write(out, "\" expireType=\"");
            Ascii.write(out, publication.expireType);
            Ascii.write(out, "\"/>");
        });
    }

    private static void attribute(ByteBuf out, String before, long value) {
        Ascii.write(out, before);
        Ascii.writeDecimal(out, value);
    }

    /** Formatted once a second. */
    private void time(ByteBuf out, long nowMillis) {
        long second = nowMillis - Math.floorMod(nowMillis, 1000);
        if (second != publishMillis) {
            publishMillis = second;
            publishTime = TIME.format(Instant.ofEpochMilli(second).atOffset(ZoneOffset.UTC));
        }
        Ascii.write(out, publishTime);
    }
}
