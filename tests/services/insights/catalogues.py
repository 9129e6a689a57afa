"""The real client over the sandbox's real HTTP, for tests that read whole catalogues."""

from __future__ import annotations

from services.broker import Broker, Limit, MemoryBudget
from services.insights.client import Client
from services.settings import Settings
from tests.conftest import SandboxProgram

__all__ = ["client_of"]


def client_of(sandbox: SandboxProgram) -> Client:
    """A client of its own, without a limit of its own."""
    budget = MemoryBudget(limit=Limit.parse("0"))
    broker = Broker(base_url=sandbox.url, token=sandbox.token, budget=budget)
    return Client(broker, settings=Settings(api_url=sandbox.url, token=sandbox.token))
