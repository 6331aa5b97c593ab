package rollcall.check;

import org.jspecify.annotations.Nullable;
import rollcall.plan.Addresses.HostPort;
import rollcall.plan.PoolServer.Role;

/** A part of an edge with a certificate of its own, beside the Access Edge itself. */
enum EdgePart {
    INTERNAL("internal interface", "--internal-edge", Role.INTERNAL_EDGE),
    AV_AUTHENTICATION("A/V authentication", "--av-edge", Role.AV_AUTHENTICATION),
    CONFERENCING("web conferencing", "--conferencing-edge", Role.CONFERENCING_EDGE);

    private final String words;
    private final String option;
    private final int port;

    EdgePart(String words, String option, Role role) {
        this.words = words;
        this.option = option;
        this.port = role.usualPort();
    }

    String words() {
        return words;
    }

    /** The option that says where it is. */
    String option() {
        return option;
    }

    /** Where it usually listens. */
    int port() {
        return port;
    }

    /** Who goes there: servers inside, or clients outside. */
    Audience audience() {
        return this == CONFERENCING ? Audience.OUTSIDE : Audience.INSIDE;
    }

    /** Where somebody has said that it is; null: nobody has. */
    @Nullable
    HostPort in(CheckPlan.Edge said) {
        return switch (this) {
            case INTERNAL -> said.internal();
            case AV_AUTHENTICATION -> said.avAuthentication();
            case CONFERENCING -> said.conferencing();
        };
    }
}
