import pytest

from tests.conftest import missing


def test_missing_part_is_skipped_with_the_way_to_get_it(monkeypatch):
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)

    with pytest.raises(pytest.skip.Exception, match="install it"):
        missing("BROWSER", "needs Chromium: install it")


def test_missing_part_fails_where_it_is_required(monkeypatch):
    monkeypatch.setenv("REQUIRE_BROWSER", "1")

    with pytest.raises(pytest.fail.Exception, match="install it"):
        missing("BROWSER", "needs Chromium: install it")
