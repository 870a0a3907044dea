"""The web address of a program, and the ones that it had."""

import pytest
from django.urls import reverse

from sessions_app.models import AuditEntry, FormerSlug, Program
from sessions_app.programs import address_copies
from sessions_app.programs import services as programs
from sessions_app.programs.errors import AddressTakenError
from tests.builders import build_action, build_program, build_session
from tests.sessions_app.answers import errors_of, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def program():
    return build_program(name="Stops", slug="stops")


def move(program, slug, by):
    program.slug = slug
    return programs.save_program(program=program, by=by)


def test_feed_at_a_former_address_leads_to_the_present_one(client, program, manager):
    move(program, "traffic-stops", manager)
    move(program, "road-stops", manager)

    for former in ("stops", "traffic-stops"):
        answer = client.get(f"/programs/{former}/calendar.ics?from=phone")
        assert answer.status_code == 301
        assert answer["Location"] == "/programs/road-stops/calendar.ics?from=phone"
        # Otherwise a browser would keep it for ever, also after the program has moved back.
        assert "max-age=3600" in answer["Cache-Control"]
    assert client.get("/es/programs/stops/calendar.ics")["Location"].startswith("/es/programs/road")
    assert client.get("/programs/road-stops/calendar.ics").status_code == 200
    assert client.get("/programs/never/calendar.ics").status_code == 404


@pytest.mark.parametrize("path", ["/sessions/", "/sessions/calendar/", "/follow-ups/"])
def test_filter_by_a_former_address_is_the_same_filter(client, program, manager, path):
    move(program, "traffic-stops", manager)
    session = build_session(program=program, title="About stops")
    build_session(title="About something else", starts_at=session.starts_at)
    build_action(program=program, title="About stops", is_public=True)
    build_action(title="About something else", is_public=True)
    month = f"&month={session.starts_at:%Y-%m}" if "calendar" in path else ""

    page = client.get(f"{path}?program=stops{month}").content.decode()

    assert "About stops" in page
    assert "About something else" not in page
    assert '<option value="traffic-stops" selected>' in page


def test_program_may_go_back_to_its_own_address(client, program, manager):
    move(program, "traffic-stops", manager)
    move(program, "stops", manager)

    assert client.get("/programs/stops/calendar.ics").status_code == 200
    assert client.get("/programs/traffic-stops/calendar.ics")["Location"] == (
        "/programs/stops/calendar.ics"
    )
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["traffic-stops"]


def test_address_of_another_program_is_refused_now_and_formerly(client, program, manager):
    move(program, "traffic-stops", manager)
    other = build_program(slug="other")

    for slug, words in (
        ("traffic-stops", "“Stops” has this web address"),
        ("stops", "was the web address of the program “Stops”"),
    ):
        with pytest.raises(AddressTakenError, match=words):
            move(other, slug, manager)

    assert Program.objects.get(pk=other.pk).slug == "other"
    new = Program(name="New", slug="stops", summary="New.", lead_agency=program.lead_agency)
    with pytest.raises(AddressTakenError):
        programs.save_program(program=new, by=manager)


def test_address_that_one_copy_cannot_take_changes_nowhere(program, manager):
    def refuse(*, program, by):
        raise AddressTakenError("A page has it.")

    address_copies.COPIES.append(refuse)
    try:
        with pytest.raises(AddressTakenError):
            move(program, "traffic-stops", manager)
    finally:
        address_copies.COPIES.remove(refuse)

    assert Program.objects.get().slug == "stops"
    assert not FormerSlug.objects.exists()
    assert not AuditEntry.objects.filter(action="engagement.program.save").exists()


def test_form_says_whose_address_it_is_and_keeps_what_was_typed(manager_client, program, manager):
    other = build_program(slug="other")
    move(program, "traffic-stops", manager)
    edit = reverse("program:edit", args=[other.pk])
    form = manager_client.get(edit).context["form"]

    former = manager_client.post(edit, form_data(form, slug="stops", summary="Typed just now."))
    taken = manager_client.post(edit, form_data(form, slug="traffic-stops"))

    (message,) = errors_of(former)["slug"]
    assert message.startswith("This was the web address of the program “Stops”")
    assert "Typed just now." in former.content.decode()
    assert errors_of(taken)["slug"] == [
        "Another program has this web address. Choose a different one."
    ]
    assert Program.objects.get(pk=other.pk).slug == "other"


def test_form_moves_the_program(manager_client, program):
    edit = reverse("program:edit", args=[program.pk])
    form = manager_client.get(edit).context["form"]

    answer = manager_client.post(edit, form_data(form, slug="traffic-stops"))

    assert answer.status_code == 302
    assert Program.objects.get().slug == "traffic-stops"
    assert FormerSlug.objects.get().slug == "stops"
    entry = AuditEntry.objects.filter(action="engagement.program.save").get()
    assert entry.data["fields"] == ["slug"]


def test_form_that_was_opened_before_a_move_does_not_move_it_back(officer_client, program, manager):
    url = reverse("program:edit", args=[program.pk])
    stale = form_data(officer_client.get(url).context["form"], summary="In other words.")
    move(program, "traffic-stops", manager)

    answer = officer_client.post(url, stale)

    assert answer.status_code == 200
    assert "Someone else changed this" in str(errors_of(answer))
    program.refresh_from_db()
    assert program.slug == "traffic-stops"
