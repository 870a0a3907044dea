"""Public URLs of the domain, collected from the nouns.

Django uses the first pattern that matches, so literal patterns come before those with a converter:
``sessions/calendar/`` before ``sessions/<slug>/``.
"""

from sessions_app.actions import urls as actions
from sessions_app.calendars import urls as calendars
from sessions_app.listening_sessions import urls as listening_sessions
from sessions_app.organization_operations import urls as organization_operations
from sessions_app.organizations import urls as organizations
from sessions_app.public_feedback import urls as public_feedback
from sessions_app.read_back import urls as read_back
from sessions_app.registrations import urls as registrations
from sessions_app.session_operations import urls as session_operations

app_name = "sessions_app"

urlpatterns = [
    *calendars.urlpatterns,
    *listening_sessions.urlpatterns,
    *registrations.urlpatterns,
    *session_operations.urlpatterns,
    *organizations.urlpatterns,
    *read_back.urlpatterns,
    *organization_operations.urlpatterns,
    *actions.urlpatterns,
    *public_feedback.urlpatterns,
]
