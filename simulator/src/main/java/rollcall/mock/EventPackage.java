package rollcall.mock;

import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;

/** What can be subscribed to: the packages of Allow-Events (as captured from OCS 2007 R2). */
enum EventPackage {
    PROVISIONING("vnd-microsoft-provisioning", "application/vnd-microsoft-roaming-provisioning+xml"),
    ROAMING_CONTACTS("vnd-microsoft-roaming-contacts", "application/vnd-microsoft-roaming-contacts+xml"),
    ROAMING_ACL("vnd-microsoft-roaming-ACL", "application/vnd-microsoft-roaming-acls+xml"),
    PRESENCE("presence", "application/msrtc-event-categories+xml"),
    WPENDING("presence.wpending", "text/xml+msrtc.wpending"),
    ROAMING_SELF("vnd-microsoft-roaming-self", "application/vnd-microsoft-roaming-self+xml"),
    PROVISIONING_V2("vnd-microsoft-provisioning-v2", "application/vnd-microsoft-roaming-provisioning-v2+xml");

    private static final EventPackage[] VALUES = values();

    private final String event;
    private final String contentType;

    EventPackage(String event, String contentType) {
        this.event = event;
        this.contentType = contentType;
    }

    /** As it stands in Event. */
    String event() {
        return event;
    }

    /** Of what the pool notifies. */
    String contentType() {
        return contentType;
    }

    /** The package that an Event header names; null: none of this pool's. */
    static @Nullable EventPackage of(AsciiSlice event) {
        for (EventPackage each : VALUES) {
            if (event.isIgnoreCase(each.event)) {
                return each;
            }
        }
        return null;
    }
}
