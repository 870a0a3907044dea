"""Reads states and territories out of what people write: "NJ & N.Y.", "Washington, DC"."""

import re

from engagement_site.search_keys import search_key

#: Official names, traditional abbreviations (GPO Style Manual, 9.13) and usual spellings, in
#: English and Spanish, by postal abbreviation. Accents, case and periods do not matter.
_SPELLINGS = """
AL Alabama|Ala
AK Alaska
AZ Arizona|Ariz
AR Arkansas|Ark
CA California|Calif|Cal
CO Colorado|Colo
CT Connecticut|Conn
DE Delaware|Del
DC District of Columbia|the District|Dist of Columbia|Distrito de Columbia|Washington DC
DC Washington District of Columbia|Washington Distrito de Columbia
FL Florida|Fla
GA Georgia
HI Hawaii|Hawai‘i|Hawái|Haw
ID Idaho|Ida
IL Illinois|Ill|Ills
IN Indiana|Ind
IA Iowa
KS Kansas|Kans|Kan
KY Kentucky|Ken
LA Louisiana|Luisiana
ME Maine
MD Maryland
MA Massachusetts|Mass
MI Michigan|Mich
MN Minnesota|Minn
MS Mississippi|Miss|Misisipi
MO Missouri|Misuri
MT Montana|Mont
NE Nebraska|Nebr|Neb
NV Nevada|Nev
NH New Hampshire|N Hampshire|Nuevo Hampshire|Nueva Hampshire
NJ New Jersey|N Jersey|Nueva Jersey|Nueva Yersey
NM New Mexico|N Mex|N Mexico|New Mex|Nuevo México|Nuevo Méjico
NY New York|N York|Nueva York|New York City|NYC|Ciudad de Nueva York
NC North Carolina|N Carolina|No Carolina|N Car|Carolina del Norte
ND North Dakota|N Dakota|No Dakota|N Dak|Dakota del Norte
OH Ohio
OK Oklahoma|Okla
OR Oregon|Oreg|Ore
PA Pennsylvania|Penn|Penna|Pensilvania
RI Rhode Island|R Island|Providence Plantations
SC South Carolina|S Carolina|So Carolina|S Car|Carolina del Sur
SD South Dakota|S Dakota|So Dakota|S Dak|Dakota del Sur
TN Tennessee|Tenn|Tenesí
TX Texas|Tex|Tejas
UT Utah
VT Vermont
VA Virginia
WA Washington|Wash|Wáshington
WV West Virginia|W Virginia|W Va|West Va|Virginia Occidental|Virginia del Oeste
WI Wisconsin|Wis|Wisc
WY Wyoming|Wyo
AS American Samoa|Amer Samoa|Am Samoa|Samoa Americana|Samoa
GU Guam|Guåhan
MP Northern Mariana Islands|N Mariana Islands|Northern Marianas|CNMI|Mariana Islands
MP Commonwealth of the Northern Mariana Islands|Islas Marianas del Norte|Marianas del Norte
PR Puerto Rico|Porto Rico
VI US Virgin Islands|USVI|Virgin Islands|United States Virgin Islands|Islas Vírgenes
VI Virgin Islands of the United States|Islas Vírgenes de Estados Unidos
VI Islas Vírgenes de los Estados Unidos|Islas Vírgenes Estadounidenses|Islas Vírgenes Americanas
"""

#: Written for all states and territories.
_NATIONWIDE = """
nationwide|nation wide|national|nationally|nation|country|whole country|entire country
across the country|across the nation|countrywide|country wide|all states|all 50 states|50 states
fifty states|all fifty states|every state|all states and territories
across the US|across the United States
throughout the US|throughout the United States|everywhere|all over the country|todo el país
en todo el país|a nivel nacional|nacional|todos los estados|los 50 estados|todos los 50 estados
todo Estados Unidos|todos los Estados Unidos|todo EE UU|el país entero
""".replace("\n", "|")

#: All states and territories too, unless a place is named: "California, USA".
_COUNTRY_NAMES = """
US|U S|USA|U S A|United States|United States of America|the US|the USA|the United States
the United States of America|Estados Unidos|Estados Unidos de América|los Estados Unidos
EE UU|EEUU|EUA|E U A
""".replace("\n", "|")

#: Words around a name that do not change which state is meant.
_AROUND = """
all|all of|central|commonwealth of|eastern|el|el estado de|estado de|estado libre asociado de
northern|parts of|southern|state|state of|statewide|the|the commonwealth of|the state of|throughout
todo|todo el estado de|upstate|western
""".replace("\n", "|")

#: Between two places. "or" only in small letters: "OR" is Oregon.
_SEPARATOR = re.compile(r"(\s*[,;/|+&\n•·]\s*|\s+(?:[Aa][Nn][Dd]|[YyEe]|or|plus|más)\s+)")

_LIST = re.compile(r"^\s*(?:[Aa][Nn][Dd]|[YyEe]|or|&)\s+")

#: Words that stand before a name and are no abbreviation there: "la Florida", "in ME". "La." and
#: "IN" are one, and so are small letters in a list of small letters: "la tx".
_SMALL_WORD = re.compile(r"^(?:(?:la|[Ii]n)\s+(?=[A-Z][A-Z.]|[^\W\d_]{3})|La\s+(?=[^\W\d_]{5}))")


class UnknownPlaceError(ValueError):
    """A part of the text, ``name``, is no state or territory."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def parse_places(text: str) -> list[str]:
    """Return the postal abbreviations of the states and territories in a text, each once.

    Places may be separated by commas, other punctuation, line breaks, words such as "and" or "y",
    or spaces alone. "Washington, DC" is the District of Columbia. "Nationwide" and the like are all
    of them, and so is the country's name where it is not the end of an address. Raises
    :class:`UnknownPlaceError` for the first part that is none.
    """
    codes: list[str] = []
    parts = _parts(text)
    for part in parts:
        found = _codes(search_key(_SMALL_WORD.sub("", part)).split())
        if found is None:
            raise UnknownPlaceError(part)
        codes += found
    return list(dict.fromkeys(codes)) if codes or not parts else list(ALL_CODES)


def _parts(text: str) -> list[str]:
    """Return what stands between separators; "Washington, DC" stays together."""
    pieces = _SEPARATOR.split(text)
    parts, separators = pieces[::2], ["", *pieces[1::2]]
    joined: list[str] = []
    for part, separator in zip(parts, separators, strict=True):
        is_district = _NAMES.get(search_key(part)) == "DC"
        if joined and is_district and separator.strip() == "," and _is_washington(joined[-1]):
            joined[-1] = part
        else:
            # Nothing to separate at the beginning: "or wa" is Oregon and Washington.
            joined.append((_LIST.sub("", part) if separator else part).strip())
    return [part for part in joined if search_key(part)]


def _is_washington(part: str) -> bool:
    return search_key(part) == "washington"


def _codes(words: list[str]) -> list[str] | None:
    """Return the places that the words name one after the other; None if some name none.

    The country alone is no place.
    """
    if " ".join(words) in _EVERYWHERE:
        return list(ALL_CODES)
    if " ".join(words) in _COUNTRY:
        return []
    codes: list[str] = []
    while words:
        beginnings = [" ".join(words[:length]) for length in range(_LONGEST, 0, -1)]
        name = next((each for each in beginnings if each in _NAMES or each in _DROPPED), None)
        if name is None:
            return None
        codes += [_NAMES[name]] if name in _NAMES else []
        words = words[len(name.split()) :]
    return codes or None


def _names() -> dict[str, str]:
    names = {}
    for line in _SPELLINGS.strip().splitlines():
        code, spellings = line.split(" ", 1)
        for spelling in (code, " ".join(code), *spellings.split("|")):
            names[search_key(spelling)] = code
    return names


def _keys(spellings: str) -> frozenset[str]:
    return frozenset(search_key(each) for each in spellings.split("|") if each)


_NAMES = _names()
_COUNTRY = _keys(_COUNTRY_NAMES)
_DROPPED = _keys(_AROUND) | _COUNTRY
_EVERYWHERE = _keys(_NATIONWIDE)
_LONGEST = max(len(name.split()) for name in (*_NAMES, *_DROPPED))
ALL_CODES = tuple(dict.fromkeys(_NAMES.values()))
