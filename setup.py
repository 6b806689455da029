"""Builds the optional C modules; all else is in pyproject.toml."""

from setuptools import Extension, setup

MODULES = {"_fast": ("_fast", "_models", "_scan", "_search"), "_sight": ("_sight",)}
HEADERS = ("_models", "_read", "_scan", "_search", "_text")


def extension(name: str, parts: tuple[str, ...]) -> Extension:
    """Return a module that is made of some C files."""
    sources = [f"src/cleantext/{part}.c" for part in parts]
    return Extension(
        f"cleantext.{name}", sources, depends=[f"src/cleantext/{header}.h" for header in HEADERS], optional=True
    )


setup(ext_modules=[extension(*module) for module in MODULES.items()])
