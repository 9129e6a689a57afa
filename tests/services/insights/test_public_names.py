"""What each module of the services says to be public is there, and nothing public is missing from it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from types import ModuleType
from typing import Any, TypeVar

import pytest

import services

PROGRAMS = {"services.sandbox.__main__", "services.boards.migrations.env"}
"""What runs when it is imported: only their own callers may."""
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(services.__path__, prefix="services.")
    if module.name not in PROGRAMS
)


def is_public(name: str, value: Any, module: ModuleType) -> bool:
    """Whether the module itself defines it for others: a function, a class, or (near the API) a constant."""
    # "Part[View]" is what pydantic puts there for a generic: no name that anybody writes.
    if name.startswith("_") or not name.isidentifier() or isinstance(value, ModuleType | TypeVar):
        return False
    if inspect.isclass(value) or inspect.isfunction(value):
        return value.__module__ == module.__name__
    is_ours = module.__name__.startswith(("services.insights.", "services.settings"))
    return is_ours and name.isupper() and name in vars(module).get("__annotations__", {})


@pytest.mark.parametrize("name", [name for name in MODULES if hasattr(importlib.import_module(name), "__all__")])
def test_public_names_are_the_public_names(name: str) -> None:
    module = importlib.import_module(name)
    assert len(set(module.__all__)) == len(module.__all__)
    assert [public for public in module.__all__ if not hasattr(module, public)] == []
    defined = {public for public, value in list(vars(module).items()) if is_public(public, value, module)}
    assert defined - set(module.__all__) == set()


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("services.insights.")])
def test_every_module_about_the_api_says_what_is_public(name: str) -> None:
    assert importlib.import_module(name).__all__
