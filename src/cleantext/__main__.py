"""``python -m cleantext`` is the command ``cleantext``."""

from cleantext.command.cli import run

run()
