"""Storage of files that have no URL: a view sends them, after it has checked who asks."""

import os
from typing import NoReturn

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages


class PrivateStorage(FileSystemStorage):
    """Files in ``PRIVATE_ROOT``, a directory that no web server serves."""

    @property
    def base_location(self) -> str:
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)  # noqa: PTH100  as the base class has it

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("This file is private. Link to the view that checks permissions.")


def private_storage() -> Storage:
    """Return the storage ``private`` of ``STORAGES``, for file fields."""
    return storages["private"]
