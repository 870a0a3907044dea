import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from home.models import ContactSettings
from tests.home.page_builders import build_standard_page

pytestmark = pytest.mark.django_db


def test_every_page_says_how_to_reach_the_office(client):
    ContactSettings.objects.create(
        site=Site.objects.get(), tty="202-401-0470", tty_verified_on=datetime.date(2015, 6, 25)
    )
    build_standard_page(slug="plain")

    html = client.get("/plain/").content.decode()

    assert "202-401-0470" in html
    assert "June 25, 2015" in html
    assert "Toll-free" not in html


def test_site_without_contact_details_shows_none_and_writes_none(client):
    html = client.get("/").content.decode()

    assert "Contact us" not in html
    assert not ContactSettings.objects.exists()


def test_nothing_can_be_verified_that_is_not_there():
    settings = ContactSettings(site=Site.objects.get(), fax_verified_on=datetime.date(2015, 6, 25))

    with pytest.raises(ValidationError) as refused:
        settings.full_clean()

    assert list(refused.value.message_dict) == ["fax_verified_on"]


@pytest.mark.parametrize(
    ("number", "uri"),
    [
        ("202-401-1474", "tel:+1-202-401-1474"),
        ("202-401-1474, ext. 5", "tel:+1-202-401-1474;ext=5"),
        ("(202) 401-1474 x12", "tel:+1-202-401-1474;ext=12"),
        ("1-866-644-8360 extensión 7", "tel:+1-866-644-8360;ext=7"),
        ("+52 55 5080 2000", "tel:+52-55-5080-2000"),
    ],
)
def test_number_is_dialed_with_its_extension(client, number, uri):
    ContactSettings.objects.create(site=Site.objects.get(), phone=number, toll_free_tty=number)

    html = client.get("/sessions/").content.decode()

    assert html.count(f'<a href="{uri}">{number}</a>') == 2


@pytest.mark.parametrize("number", ["711", "555-0100", "Ask the operator"])
def test_number_that_cannot_be_dialed_from_everywhere_is_no_link(client, number):
    ContactSettings.objects.create(site=Site.objects.get(), tty=number)

    html = client.get("/sessions/").content.decode()

    assert re.search(rf"<dd>{number}\s*</dd>", html)
    assert "tel:" not in html
