import datetime

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
