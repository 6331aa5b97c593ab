package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rollcall.sip.InstanceId;

class IdentityTest {
    private final InstanceId instances = new InstanceId();
    private final Identity identity = new Identity();

    private static String text(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer();
        writer.accept(out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void anEndpointKeepsItsEpidAndChangesTheRestFromLoginToLogin() {
        identity.begin(1, 5, 0, 5, instances);
        String epid = text(identity::writeEpid);
        String instance = text(identity::writeInstance);
        String callId = text(identity::writeCallId);
        String tag = text(identity::writeTag);
        identity.begin(1, 5, 0, 905, instances);
        assertThat(text(identity::writeEpid)).isEqualTo(epid).matches("[0-9a-f]{10}");
        assertThat(text(identity::writeInstance)).isEqualTo(instance).matches("[0-9A-F-]{36}");
        assertThat(text(identity::writeCallId)).isNotEqualTo(callId).matches("[0-9a-f]{32}");
        assertThat(text(identity::writeTag)).isNotEqualTo(tag).matches("[0-9a-f]{10}");
    }

    @Test
    void tenThousandEndpointsHaveTenThousandEpids() {
        Set<String> epids = new HashSet<>();
        for (int user = 0; user < 5_000; user++) {
            for (int endpoint = 0; endpoint < 2; endpoint++) {
                identity.begin(42, user, endpoint, user, instances);
                epids.add(text(identity::writeEpid));
            }
        }
        assertThat(epids).hasSize(10_000);
    }

    @Test
    void aNewConnectionChangesOnlyItsOwnMark() {
        identity.begin(1, 1, 0, 1, instances);
        String callId = text(identity::writeCallId);
        String opaque = text(identity::writeOpaque);
        identity.newConnection();
        assertThat(text(identity::writeCallId)).isEqualTo(callId);
        assertThat(text(identity::writeOpaque)).isNotEqualTo(opaque);
    }

    @Test
    void recognisesItsInstanceInEitherCaseAndNobodyElses() {
        identity.begin(1, 1, 0, 1, instances);
        byte[] lower =
                text(identity::writeInstance).toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        assertThat(identity.isInstance(lower, 0, lower.length)).isTrue();
        lower[3] ^= 1;
        assertThat(identity.isInstance(lower, 0, lower.length)).isFalse();
        assertThat(identity.isInstance(lower, 0, 10)).isFalse();
    }
}
