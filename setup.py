"""Builds the optional C modules; all else is in pyproject.toml."""

import os

from setuptools import Extension, setup

SOURCES = "src/cleantext/native"
MODULES = {"_fast": ("_fast", "_models", "_scan", "_search", "_view"), "_sight": ("_sight",)}
#: Many a Python was built with -O2 and would build these so, too: a fifth slower.
FLAGS = ["-O3"] if os.name == "posix" else []
HEADERS = ("_models", "_read", "_scan", "_search", "_text", "_view")


def extension(name: str, parts: tuple[str, ...]) -> Extension:
    """Return a module that is made of some C files."""
    sources = [f"{SOURCES}/{part}.c" for part in parts]
    headers = [f"{SOURCES}/{header}.h" for header in HEADERS]
    return Extension(f"cleantext.native.{name}", sources, depends=headers, extra_compile_args=FLAGS, optional=True)


setup(ext_modules=[extension(*module) for module in MODULES.items()])
