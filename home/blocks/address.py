from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from home.blocks.text import LineBlock


class AddressBlock(LineBlock):
    """An http(s) URL, or a path on this site. Rejects others, such as ``javascript:``."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("label", _("Address"))
        kwargs.setdefault(
            "help_text", _("A full web address, or a page on this site that starts with a slash.")
        )
        super().__init__(
            validators=[
                RegexValidator(
                    r"^(https?://[^\s/]+\S*|/[^\s/]\S*|/)$",
                    _("Start with https:// or, for a page on this site, one slash."),
                )
            ],
            **kwargs,
        )
