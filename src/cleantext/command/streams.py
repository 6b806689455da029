"""Standard output and standard error, either of which may be closed, and how a command ends when something is wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress

from cleantext.command.files import reason

DONE, WRONG, INTERRUPTED, CLOSED_PIPE = 0, 2, 130, 141


def say(message: str) -> None:
    """Print a message to standard error, if there is one that takes it."""
    with suppress(OSError):
        if sys.stderr:
            print(message, file=sys.stderr, flush=True)


def complain(message: str) -> int:
    """Say what is wrong, and return the exit code for it."""
    say(f"cleantext: {message}")
    return WRONG


def emit(data: bytes) -> None:
    """Write to standard output; raises ``OSError`` if there is none, or it takes no more."""
    if data and not sys.stdout:
        raise OSError("is closed")
    if data:
        sys.stdout.buffer.write(data)


def exit_code(command: Callable[[], int]) -> int:
    """Run a command and return its exit code; where it fails, say why and return 2, with a traceback for defects only.

    An interrupt from the keyboard gives 130 and a closed pipe 141, as the shell counts them.
    """
    try:
        code = command()
        _flush()
    except SystemExit as done:  # argparse has said what there was to say
        code = int(done.code or DONE)
    except BrokenPipeError:
        code = CLOSED_PIPE
    except OSError as wrong:  # errors of single files are caught earlier
        code = complain(f"{wrong.filename or 'standard output'}: {reason(wrong)}")
    except (ValueError, TypeError, ImportError) as wrong:
        code = complain(str(wrong))
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception:
        import traceback  # noqa: PLC0415 - never needed

        traceback.print_exc()
        code = complain("this is a defect of cleantext; please report it")
    _abandon_output()
    return code


def _flush() -> None:
    if sys.stdout:
        sys.stdout.flush()


def _abandon_output() -> None:
    """Discard output that cannot be written: the interpreter would try again at exit, and fail with a traceback."""
    try:
        _flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
