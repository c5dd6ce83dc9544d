"""One office for the whole room: making it costs a tenth of a second, its signatures a few more."""

from collections.abc import Iterator

import pytest

from tests.signing.office import Office, open_office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened
