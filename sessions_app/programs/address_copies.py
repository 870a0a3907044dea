"""Registry of what keeps a copy of a program's address, such as the program's pages.

The domain does not know the pages, but an address changes everywhere or nowhere (docs/adr/0044).
"""

from typing import Protocol

from engagement_site.accounts.models import User
from sessions_app.programs.models import Program


class AddressCopy(Protocol):
    def __call__(self, *, program: Program, by: User) -> None:
        """Take over ``program.slug``, inside the transaction of the change.

        Raises ``AddressTakenError`` if that is not possible: then nothing changes at all.
        """


COPIES: list[AddressCopy] = []


def register(copy: AddressCopy) -> None:
    COPIES.append(copy)
