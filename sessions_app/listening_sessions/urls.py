"""URLs of the session list and the month view."""

from django.urls import path

from sessions_app.listening_sessions.views import months, sessions

urlpatterns = [
    path("sessions/", sessions.session_list, name="session_list"),
    path("sessions/calendar/", months.session_month, name="session_month"),
]
