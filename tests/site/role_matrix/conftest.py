"""The test data of the role matrix, built once for this package and rolled back afterwards."""

import gc
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from tests.site.role_matrix.world import World


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    folder = tmp_path_factory.getbasetemp()
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder / "media", PRIVATE_ROOT=folder / "private"),
        transaction.atomic(),
    ):
        yield World()
        transaction.set_rollback(True)
    # Collect the files that Wagtail leaves open now, while test_matrix ignores the warnings.
    gc.collect()
