"""Other names of an organization, one per line."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sessions_app.organizations.names import organization_key

if TYPE_CHECKING:
    pass


#: Maximum length of a name, as in the database.
MAX_NAME_LENGTH = 200


def other_names(text: str) -> list[str]:
    """Return the names in ``text``, one per line, without duplicates.

    Raises `ValidationError` for one that is too long.
    """
    names = [" ".join(line.split()) for line in text.splitlines()]
    if any(len(name) > MAX_NAME_LENGTH for name in names):
        raise ValidationError(
            _("One of these names is too long. Use 200 characters or fewer for each name.")
        )
    return [name for name in dict.fromkeys(names) if organization_key(name)]
