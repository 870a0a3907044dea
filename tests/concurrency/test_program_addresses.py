"""A program's address changes while its page is saved, and while another program wants it."""

import pytest

from home.models import ProgramPage
from sessions_app.models import FormerSlug, Program
from tests.builders import build_program, build_user
from tests.home.page_builders import build_program_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def program():
    return build_program(slug="stops")


@pytest.fixture
def moving(program):
    """Return a job that moves the program."""
    values = {"program": program.pk, "slug": "traffic-stops", "by": build_user().pk}
    return {"do": "move_program", "times": 1, **values}


def page_is_at(slug):
    page = ProgramPage.objects.get()
    assert (page.slug, page.url_path) == (slug, f"/home/programs/{slug}/")


def test_page_saved_during_the_change_takes_the_new_address(crowd, program, moving):
    build_program_page(program=program)
    save = {"do": "save_program_page", "program": program.pk, "times": 1}

    # Read before the change is committed, saved after.
    tally = crowd({**moving, "hold": 2}, {**save, "wait": 0.7})

    assert tally == {"moved": 1, "saved": 1}
    page_is_at("traffic-stops")


def test_change_waits_for_a_page_that_is_being_saved(crowd, program, moving):
    build_program_page(program=program)
    save = {"do": "save_program_page", "program": program.pk, "times": 1, "hold": 2}

    tally = crowd(save, {**moving, "wait": 0.7})

    assert tally == {"moved": 1, "saved": 1}
    page_is_at("traffic-stops")


def test_address_that_is_being_left_is_given_to_nobody_else(crowd, program, moving):
    other = build_program(slug="other")
    take = {**moving, "program": other.pk, "slug": "stops"}

    tally = crowd({**moving, "hold": 2}, {**take, "wait": 0.7})

    assert tally == {"moved": 1, "AddressTakenError": 1}
    assert set(Program.objects.values_list("slug", flat=True)) == {"traffic-stops", "other"}
    assert FormerSlug.objects.get().program == program
