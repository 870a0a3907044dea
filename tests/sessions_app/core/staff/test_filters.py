"""Filters of staff lists."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from sessions_app.dashboard.staff.menu import EngagementGroup
from tests.builders import build_feedback, build_session, build_theme, build_user

pytestmark = pytest.mark.django_db

FILTER_SETS = {
    viewset.model._meta.model_name: viewset.index_view_class.filterset_class
    for viewset in EngagementGroup.items
    if isinstance(viewset.index_view_class.filterset_class, type)
}
FILTERS = [(model, name) for model, filters in FILTER_SETS.items() for name in filters.base_filters]
#: Filters across a many-to-many relation, where one record can match twice.
JOINS_MANY = {("feedbackitem", "themes")}


@pytest.fixture
def request_of_staff():
    """Return a request for a list, with a record for every choice of every filter."""
    build_feedback(listening_session=build_session())
    build_theme()
    request = RequestFactory().get("/")
    request.user = build_user()
    return request


@pytest.mark.parametrize(("model", "name"), FILTERS)
def test_filter_selects_distinct_only_where_it_joins_many(request_of_staff, model, name):
    filter_set = FILTER_SETS[model]
    records = filter_set._meta.model.objects.all()
    field = filter_set({}, records, request=request_of_staff).form.fields[name]
    chosen = next(value for value, _label in field.choices if str(value))

    query = QueryDict(f"{name}={chosen}")
    filtered = filter_set(query, records, request=request_of_staff)

    sql = str(filtered.qs.query)
    assert filtered.is_valid(), filtered.errors
    assert sql != str(records.query)
    assert ("DISTINCT" in sql) == ((model, name) in JOINS_MANY)
