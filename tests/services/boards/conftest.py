from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.boards import postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.Server]:
    """A PostgreSQL server for the whole run."""
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL's server is not installed (apt-get install postgresql)")
    with postgresql.running() as server:
        yield server
