from sessions_app.listening_sessions.models.agenda import AgendaItem, SessionMaterial
from sessions_app.listening_sessions.models.seats import SeatAllotment, SeatPool
from sessions_app.listening_sessions.models.sessions import ListeningSession, SessionSeries
from sessions_app.listening_sessions.models.venues import Room, Venue

__all__ = [
    "AgendaItem",
    "ListeningSession",
    "Room",
    "SeatAllotment",
    "SeatPool",
    "SessionMaterial",
    "SessionSeries",
    "Venue",
]
