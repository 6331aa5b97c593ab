package rollcall.client;

import io.netty.buffer.ByteBuf;
import rollcall.plan.ClientProfile;
import rollcall.sip.SipTemplate;

/**
 * The REGISTER of a client profile, compiled once: its text with holes, and the numbers of the holes. What goes into them
 * is the session's affair.
 */
public final class RegisterRequest {
    static final int DOMAIN = 0;
    static final int USER = 1;
    static final int LOCAL = 2;
    static final int LOCAL_IP = 3;
    static final int TRANSPORT_UPPER = 4;
    static final int TRANSPORT = 5;
    static final int FROM_TAG = 6;
    static final int EPID = 7;
    static final int CALL_ID = 8;
    static final int CSEQ = 9;
    static final int MS_OPAQUE = 10;
    static final int INSTANCE = 11;
    static final int BRANCH = 12;
    static final int SUBNET = 13;
    static final int EXPIRES = 14;
    static final int AUTHORIZATION = 15;

    private static final String[] HOLES = {
        "domain",
        "user",
        "local",
        "local-ip",
        "TRANSPORT",
        "transport",
        "from-tag",
        "epid",
        "call-id",
        "cseq",
        "ms-opaque",
        "instance",
        "branch",
        "subnet",
        "expires",
        "authorization"
    };

    private final SipTemplate template;

    /** Compiles the profile's text; a hole that does not exist is an {@link IllegalArgumentException}. */
    public RegisterRequest(ClientProfile profile) {
        template = SipTemplate.compile(profile.register(), HOLES);
    }

    void write(ByteBuf out, SipTemplate.Filler filler) {
        template.write(out, filler);
    }
}
