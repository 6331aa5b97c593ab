# Runs a command on a terminal of its own, 100 columns by 40 rows.
#
#   python3 terminal.py [WHEN KEYS]... -- COMMAND...
#
# When the text WHEN has appeared, KEYS are typed; @TERM sends that signal instead. Then the next pair has its turn. Prints
# all that the terminal was sent, and at last a line with the exit code and whether the terminal is as it was before.
import fcntl, os, pty, select, signal, struct, subprocess, sys, termios

cut = sys.argv.index("--")
steps = list(zip(sys.argv[1:cut:2], sys.argv[2:cut:2]))
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
before = termios.tcgetattr(slave)


def own_terminal():
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


child = subprocess.Popen(
    sys.argv[cut + 1 :], stdin=slave, stdout=slave, stderr=slave, preexec_fn=own_terminal
)
text = b""
seen = 0
while True:
    ready, _, _ = select.select([master], [], [], 0.2)
    if ready:
        text += os.read(master, 65536)
    elif child.poll() is not None:
        break
    if steps:
        at = text.find(steps[0][0].encode(), seen)
        if at >= 0:
            seen = at + len(steps[0][0].encode())
            keys = steps.pop(0)[1]
            if keys.startswith("@"):
                child.send_signal(getattr(signal, "SIG" + keys[1:]))
            else:
                os.write(master, keys.encode())
sys.stdout.buffer.write(text)
same = termios.tcgetattr(slave) == before
print("\nexit code %d, terminal %s" % (child.returncode, "as before" if same else "changed"))
