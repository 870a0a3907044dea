"""States and territories by FIPS code (ANSI INCITS 38), common languages, and agencies.

Reference data that every installation needs before anybody can type anything.
"""

from django.db import migrations

_STATES = """
01 AL Alabama|02 AK Alaska|04 AZ Arizona|05 AR Arkansas|06 CA California|08 CO Colorado
09 CT Connecticut|10 DE Delaware|11 DC District of Columbia|12 FL Florida|13 GA Georgia
15 HI Hawaii|16 ID Idaho|17 IL Illinois|18 IN Indiana|19 IA Iowa|20 KS Kansas|21 KY Kentucky
22 LA Louisiana|23 ME Maine|24 MD Maryland|25 MA Massachusetts|26 MI Michigan|27 MN Minnesota
28 MS Mississippi|29 MO Missouri|30 MT Montana|31 NE Nebraska|32 NV Nevada|33 NH New Hampshire
34 NJ New Jersey|35 NM New Mexico|36 NY New York|37 NC North Carolina|38 ND North Dakota
39 OH Ohio|40 OK Oklahoma|41 OR Oregon|42 PA Pennsylvania|44 RI Rhode Island
45 SC South Carolina|46 SD South Dakota|47 TN Tennessee|48 TX Texas|49 UT Utah|50 VT Vermont
51 VA Virginia|53 WA Washington|54 WV West Virginia|55 WI Wisconsin|56 WY Wyoming
"""
_TERRITORIES = """
60 AS American Samoa|66 GU Guam|69 MP Northern Mariana Islands|72 PR Puerto Rico
78 VI U.S. Virgin Islands
"""
_LANGUAGES = [
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("ase", "American Sign Language"),
    ("bn", "Bengali"),
    ("en", "English"),
    ("fa", "Farsi"),
    ("fr", "French"),
    ("hi", "Hindi"),
    ("hmn", "Hmong"),
    ("ht", "Haitian Creole"),
    ("ko", "Korean"),
    ("mam", "Mam"),
    ("ne", "Nepali"),
    ("pa", "Punjabi"),
    ("pt", "Portuguese"),
    ("quc", "K’iche’"),
    ("ru", "Russian"),
    ("so", "Somali"),
    ("es", "Spanish"),
    ("sw", "Swahili"),
    ("tl", "Tagalog"),
    ("ti", "Tigrinya"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("yue", "Cantonese"),
    ("cmn", "Mandarin"),
]
_AGENCIES = [
    ("CRCL", "Office for Civil Rights and Civil Liberties"),
    ("ICE", "U.S. Immigration and Customs Enforcement"),
    ("CBP", "U.S. Customs and Border Protection"),
    ("USCIS", "U.S. Citizenship and Immigration Services"),
    ("TSA", "Transportation Security Administration"),
]


def add(apps, schema_editor):
    Jurisdiction = apps.get_model("sessions_app", "Jurisdiction")
    for kind, table in (("state", _STATES), ("territory", _TERRITORIES)):
        for row in table.strip().replace("\n", "|").split("|"):
            fips, abbreviation, name = row.strip().split(" ", 2)
            Jurisdiction.objects.create(
                fips=fips, abbreviation=abbreviation, name=name, kind=kind
            )
    Language = apps.get_model("sessions_app", "Language")
    Language.objects.bulk_create(Language(code=code, name=name) for code, name in _LANGUAGES)
    Agency = apps.get_model("sessions_app", "Agency")
    for abbreviation, name in _AGENCIES:
        Agency.objects.create(abbreviation=abbreviation, name=name)


def remove(apps, schema_editor):
    for name in ("Agency", "Language", "Jurisdiction"):
        apps.get_model("sessions_app", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0002_append_only_tables")]
    operations = [migrations.RunPython(add, remove)]
