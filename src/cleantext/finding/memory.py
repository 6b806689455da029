"""What was found before: the same prompts stand in document after document, and a finding depends on nothing else."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

from cleantext.rule import Finding

#: How many findings are remembered.
REMEMBERED = 1 << 13

Key = TypeVar("Key", bound=Hashable)


class Memory(dict[Key, tuple[Finding, ...]]):
    """Findings that depend on nothing but their key; starts anew when it is full."""

    def keep(self, key: Key, found: tuple[Finding, ...]) -> None:
        """Remember what was found."""
        if len(self) >= REMEMBERED:
            self.clear()
        self[key] = found


class NoMemory(Memory[Key]):
    """Remembers nothing: changes speed, never an answer."""

    def keep(self, key: Key, found: tuple[Finding, ...]) -> None:
        """Forget it."""
