import pytest
from django.db import IntegrityError, transaction

from sessions_app.models import ListeningSession
from tests.builders import build_session

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    ("name", "most"),
    [("accommodation_lead_days", 365), ("offer_hours", 8760), ("change_hours", 8760)],
)
def test_database_refuses_a_period_that_no_page_could_count(name, most):
    session = ListeningSession.objects.filter(pk=build_session().pk)

    assert session.update(**{name: most}) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        session.update(**{name: most + 1})
