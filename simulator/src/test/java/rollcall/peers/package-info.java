/**
 * Real third-party programs as the other side of a test: how they are started, waited for and ended, and what happens
 * where they are not installed.
 */
@NullMarked
package rollcall.peers;

import org.jspecify.annotations.NullMarked;
