import pytest

from sessions_app.models import Constituency, Organization
from tests.builders import build_organization

pytestmark = pytest.mark.django_db
URL = "/organizations/register/"


@pytest.fixture
def send(client, stamp_of):
    def send_form(*, step: str = "send", **changes: object):
        data = {
            "name": "River Bend Coalition",
            "kind": "advocacy",
            "contact_name": "Ana Cruz",
            "contact_email": "ana@riverbend.example",
            "form_stamp": stamp_of("organization"),
            "different_organization": "False",
            "step": step,
        }
        return client.post(URL, {**data, **changes})

    return send_form


def test_form_says_purpose_time_and_privacy_first(client):
    page = client.get(URL).content.decode()

    assert page.index("about five minutes") < page.index('id="id_name"')
    assert page.index("We keep work details only") < page.index('id="id_name"')
    assert "This is a different organization" not in page


def test_organization_makes_itself_known(client, send):
    refugees = Constituency.objects.create(name="Refugees")

    response = send(
        aliases="RBC\nRiver Bend\n\nRBC",
        website="www.riverbend.example",
        constituencies=[refugees.pk],
        places="nj, New York and Puerto Rico",
        role="Director",
        contact_phone="202-555-0143",
        email_consent="on",
    )

    organization = Organization.objects.get()
    assert (organization.name, organization.kind, organization.verification) == (
        "River Bend Coalition",
        "advocacy",
        "pending",
    )
    assert organization.website == "https://www.riverbend.example"
    assert [alias.name for alias in organization.aliases.all()] == ["RBC", "River Bend"]
    assert [place.name for place in organization.jurisdictions.all()] == [
        "New Jersey",
        "New York",
        "Puerto Rico",
    ]
    contact = organization.contacts.get()
    assert (contact.name, contact.email, contact.email_consent) == (
        "Ana Cruz",
        "ana@riverbend.example",
        True,
    )
    done = client.get(response["Location"])
    assert organization.reference in done.content.decode()
    assert b"What happens next" in done.content
    assert "no-store" in done["Cache-Control"]


def test_consent_is_given_and_never_taken(send):
    send()

    assert Organization.objects.get().contacts.get().email_consent is False


def test_check_page_shows_every_answer_and_saves_nothing(send):
    page = send(step="check", places="AK", email_consent="on", aliases="RBC").content.decode()

    for answer in ("River Bend Coalition", "RBC", "Advocacy", "Alaska", "Ana Cruz", "Yes"):
        assert answer in page, answer
    assert Organization.objects.count() == 0


@pytest.mark.parametrize(
    ("places", "answer"),
    [
        ("Washington, D.C. y Carolina del Norte", "District of Columbia"),
        ("todo el país", "Nationwide: all states and territories"),
    ],
)
def test_places_are_read_as_people_write_them(send, places, answer):
    assert answer in send(step="check", places=places).content.decode()

    send(places=places)
    names = set(Organization.objects.get().jurisdictions.values_list("name", flat=True))
    assert "Washington" not in names or len(names) == 56
    assert {"District of Columbia", "North Carolina"} <= names


def test_check_page_says_that_an_organization_is_known_and_names_none(send, settings):
    build_organization(name="River Bend Coalitions", verification="verified")
    build_organization(name="River Bend Coalition East", verification="pending")

    page = send(step="check").content.decode()
    assert "An organization with a similar name or the same website is already" in page
    assert "River Bend Coalitions" not in page
    assert "Coalition East" not in page
    settings.PUBLIC_FORM_SENDS_PER_HOUR = 1
    assert "is already registered" not in send(step="check").content.decode()
    assert send().status_code == 302


def test_check_page_tells_programs_nothing(send):
    build_organization(name="River Bend Coalitions", verification="verified")

    assert "already registered" not in send(step="check", company_fax="1").content.decode()


def test_change_from_the_check_page_keeps_everything(send):
    page = send(step="edit", places="AK", aliases="RBC").content.decode()

    assert 'value="River Bend Coalition"' in page
    assert 'value="AK"' in page
    assert "usa-error-message" not in page


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"name": ""}, "Enter the name of the organization."),
        ({"name": "!!!"}, "Enter a name that has letters or numbers in it."),
        ({"kind": ""}, "Choose the kind of organization."),
        ({"website": "not a site"}, "Enter the web address like this: www.example.org"),
        ({"website": "javascript://x"}, "Enter the web address like this: www.example.org"),
        ({"places": "NJ, Narnia"}, "“Narnia” is not a state or territory we recognize."),
        ({"contact_name": ""}, "Enter your name."),
        ({"contact_email": "ana"}, "It needs one @ and no spaces."),
        ({"contact_phone": "call me"}, "with its area code"),
        ({"aliases": "\n".join(f"Name {n}" for n in range(11))}, "Enter up to 10 other names"),
        ({"languages": ["999999"]}, "999999"),
    ],
)
def test_wrong_answer_is_explained_and_the_rest_is_kept(send, answers, words):
    page = send(**{"role": "Kept role", **answers}).content.decode()

    assert words in page
    assert "There is a problem" in page
    assert "<title>Error: " in page
    assert 'value="Kept role"' in page
    assert Organization.objects.count() == 0


def test_known_name_asks_whether_it_is_another_and_then_takes_it(send):
    build_organization(name="The River Bend Coalition, Inc.")

    page = send().content.decode()
    assert "already registered" in page
    assert "This is a different organization with the same name" in page
    assert 'value="Ana Cruz"' in page
    assert Organization.objects.count() == 1

    send(name_known="1", different_organization="on")
    assert Organization.objects.filter(name="River Bend Coalition").count() == 1


def test_sending_twice_makes_one_organization_and_one_answer(client, stamp_of):
    data = {
        "name": "River Bend Coalition",
        "kind": "faith",
        "contact_name": "Ana Cruz",
        "contact_email": "ana@riverbend.example",
        "form_stamp": stamp_of("organization"),
        "step": "send",
    }

    first, second = client.post(URL, data), client.post(URL, data)

    assert first["Location"] == second["Location"]
    assert Organization.objects.count() == 1

    other = data | {"name": "Alder Aid", "contact_email": "eva@alder.example"}
    assert client.post(URL, other)["Location"] != first["Location"]
    assert set(Organization.objects.values_list("name", flat=True)) == {
        "River Bend Coalition",
        "Alder Aid",
    }


@pytest.mark.parametrize("number", ["", "OR-26-AAAAAA-A", "OR-26-AAAAAA-A:forged"])
def test_done_page_shows_only_numbers_that_we_gave(client, number):
    response = client.get(f"{URL}done/", {"number": number})

    assert response["Location"] == URL


def test_guard_stands_before_this_form_too(send, settings):
    assert send(company_fax="1").status_code == 400
    settings.PUBLIC_FORM_SENDS_PER_HOUR = 1
    send()
    assert send(name="Another").status_code == 429
    assert Organization.objects.count() == 1
