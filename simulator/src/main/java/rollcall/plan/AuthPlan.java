package rollcall.plan;

/** Which scheme answers a challenge. */
public record AuthPlan(Scheme scheme) {
    /** As in a scenario. */
    public enum Scheme {
        /** Never authenticates; a challenge is a fault. */
        NONE,
        DIGEST,
        NTLM,
        KERBEROS,
        /** What the client would choose from what the server offers. */
        AUTO
    }
}
