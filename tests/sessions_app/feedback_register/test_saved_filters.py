"""Filters that staff save, share, rename and delete."""

import pytest
from django.urls import reverse

from sessions_app.core import roles
from sessions_app.feedback_register.models import SavedFilter
from tests.builders import build_feedback, build_staff
from tests.sessions_app.answers import errors_of, form_data, is_refused, text_of

pytestmark = pytest.mark.django_db

INDEX = "feedbackitem:index"


def save_url(query):
    return f"{reverse('feedbackitem:save_filter')}?{query}"


def edit_url(saved):
    return reverse("feedbackitem:saved_filter", args=[saved.pk])


def test_filter_and_order_are_saved_and_no_words_of_a_search(officer_client, officer):
    url = save_url("state=new&severity=high&severity=urgent&ordering=-severity&q=Brandlewick&p=3")

    officer_client.post(url, {"name": "To look at", "is_shared": "on"})

    saved = SavedFilter.objects.get()
    assert saved.query == "ordering=-severity&severity=high&severity=urgent&state=new"
    assert (saved.owner, saved.is_shared, str(saved)) == (officer, True, f"filter {saved.pk}")


def test_saved_filter_is_one_link_away(officer_client, officer):
    saved = SavedFilter.objects.create(name="New ones", query="state=new", owner=officer)
    wanted = build_feedback()
    build_feedback(state="in_review")

    page = officer_client.get(reverse(INDEX))
    link = f"{reverse(INDEX)}?{saved.query}"
    assert f'<a href="{link}">New ones</a>' in page.content.decode()
    assert list(officer_client.get(link).context["object_list"]) == [wanted]


def test_shared_filter_is_for_the_office_and_an_own_one_is_not(signed_in, officer):
    SavedFilter.objects.create(name="Mine alone", query="state=new", owner=officer)
    shared = SavedFilter.objects.create(
        name="For us", query="state=new", owner=officer, is_shared=True
    )

    for role, may_edit in (
        (roles.ROLE_MANAGER, True),
        (roles.ROLE_ENGAGEMENT_OFFICER, False),
        (roles.ROLE_ANALYST, False),
        (roles.ROLE_AUDITOR, False),
    ):
        client = signed_in(build_staff(role))
        page = client.get(reverse(INDEX))
        assert "For us" in text_of(page)
        assert "Mine alone" not in text_of(page)
        assert (edit_url(shared) in page.content.decode()) == may_edit
        assert is_refused(client.get(edit_url(shared))) != may_edit


def test_filter_that_is_not_shared_is_nobody_elses(officer, manager_client):
    saved = SavedFilter.objects.create(name="Mine alone", query="state=new", owner=officer)

    assert manager_client.get(edit_url(saved)).status_code == 404
    assert manager_client.post(edit_url(saved), {"step": "delete"}).status_code == 404
    assert SavedFilter.objects.get() == saved


def test_manager_renames_a_shared_filter_which_stays_its_owners(officer, manager_client):
    saved = SavedFilter.objects.create(
        name="For us", query="state=new", owner=officer, is_shared=True
    )
    form = manager_client.get(edit_url(saved)).context["form"]

    manager_client.post(edit_url(saved), form_data(form, name="For all of us"))

    saved.refresh_from_db()
    assert (saved.name, saved.owner, saved.is_shared) == ("For all of us", officer, True)


def test_second_editor_is_told_and_overwrites_nothing(officer_client, officer, manager_client):
    saved = SavedFilter.objects.create(name="One", query="state=new", owner=officer, is_shared=True)
    form = form_data(manager_client.get(edit_url(saved)).context["form"], name="Two")
    officer_client.post(edit_url(saved), {"name": "Three", "is_shared": "on"})

    page = manager_client.post(edit_url(saved), form)

    assert "Someone else changed this" in text_of(page)
    assert SavedFilter.objects.get().name == "Three"


def test_own_filter_is_deleted(officer_client, officer):
    saved = SavedFilter.objects.create(name="Mine", query="state=new", owner=officer)

    answer = officer_client.post(edit_url(saved), {"step": "delete"})

    assert answer["Location"] == f"{reverse(INDEX)}?state=new"
    assert not SavedFilter.objects.exists()


def test_name_is_used_once_by_each(officer_client, officer, manager):
    SavedFilter.objects.create(name="Mine", query="state=new", owner=officer)
    SavedFilter.objects.create(name="Theirs", query="state=new", owner=manager)

    page = officer_client.post(save_url("kind=concern"), {"name": "Mine"})
    assert errors_of(page) == {
        "name": ["You already have a filter with this name. Enter another name."]
    }
    assert officer_client.post(save_url("kind=concern"), {"name": "Theirs"}).status_code == 302


def test_without_a_filter_there_is_nothing_to_save(officer_client):
    page = officer_client.post(save_url("q=gate"), {"name": "Gate"}, follow=True)

    assert "Set a filter first, then save it." in text_of(page)
    assert not SavedFilter.objects.exists()


def test_analyst_saves_for_nobody_else_and_auditor_saves_nothing(signed_in):
    analyst = signed_in(build_staff(roles.ROLE_ANALYST))
    auditor = signed_in(build_staff(roles.ROLE_AUDITOR))

    analyst.post(save_url("state=new"), {"name": "Figures", "is_shared": "on"})
    assert [each.is_shared for each in SavedFilter.objects.all()] == [False]
    assert is_refused(auditor.post(save_url("state=new"), {"name": "Mine"}))
    assert SavedFilter.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["themes=987654", "state=gone", "ordering=gone", "nonsense=1", "received_from=x"]
)
def test_saved_filter_of_old_values_opens(officer_client, officer, query):
    SavedFilter.objects.create(name="Old", query=query, owner=officer)

    assert officer_client.get(f"{reverse(INDEX)}?{query}").status_code == 200
