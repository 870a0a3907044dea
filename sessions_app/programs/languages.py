"""Names of the built-in languages, listed here for translation."""

from django.utils.translation import gettext_noop

LANGUAGE_NAMES = (
    gettext_noop("Amharic"),
    gettext_noop("Arabic"),
    gettext_noop("American Sign Language"),
    gettext_noop("Bengali"),
    gettext_noop("Farsi"),
    gettext_noop("French"),
    gettext_noop("Hindi"),
    gettext_noop("Hmong"),
    gettext_noop("Haitian Creole"),
    gettext_noop("Korean"),
    gettext_noop("Mam"),
    gettext_noop("Nepali"),
    gettext_noop("Punjabi"),
    gettext_noop("Portuguese"),
    gettext_noop("K’iche’"),
    gettext_noop("Russian"),
    gettext_noop("Somali"),
    gettext_noop("Swahili"),
    gettext_noop("Tagalog"),
    gettext_noop("Tigrinya"),
    gettext_noop("Ukrainian"),
    gettext_noop("Urdu"),
    gettext_noop("Vietnamese"),
    gettext_noop("Cantonese"),
    gettext_noop("Mandarin"),
    gettext_noop("English"),
    gettext_noop("Spanish"),
)
