"""URLs of an organization's read-back and trail."""

from django.urls import path

from sessions_app.read_back.views import read_backs, trails

urlpatterns = [
    path("organization/read-back/done/", read_backs.read_back_done, name="read_back_done"),
    path("organization/read-back/<str:token>/", read_backs.read_back, name="read_back"),
    path("organization/trail/", trails.trail_request, name="trail_request"),
    path("organization/trail/<str:token>/", trails.trail, name="trail"),
]
