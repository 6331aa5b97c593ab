package rollcall.peers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * This test talks to real programs, named as in {@link PeerPrograms}. Where one is not installed the test is not run
 * and the report says which Debian package is missing; with the environment variable {@code ROLLCALL_PEERS=required}
 * it fails instead. When a test fails, the output of the peers it started is added to the failure.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPeerExtension.class)
public @interface NeedsPeer {
    String[] value();
}
