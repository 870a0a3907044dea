"""Public addresses of the domain, collected from the nouns.

Django takes the first pattern that fits, so one that spells a word out stands before one that
takes any word: ``sessions/calendar/`` before ``sessions/<slug>/``.
"""

from sessions_app.actions import urls as actions
from sessions_app.calendars import urls as calendars
from sessions_app.listening_sessions import urls as listening_sessions
from sessions_app.organization_operations import urls as organization_operations
from sessions_app.organizations import urls as organizations
from sessions_app.registrations import urls as registrations
from sessions_app.session_operations import urls as session_operations

app_name = "sessions_app"

urlpatterns = [
    *calendars.urlpatterns,
    *listening_sessions.urlpatterns,
    *registrations.urlpatterns,
    *session_operations.urlpatterns,
    *organizations.urlpatterns,
    *organization_operations.urlpatterns,
    *actions.urlpatterns,
]
