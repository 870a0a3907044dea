"""URLs of what the public tells us. None holds a return code."""

from django.urls import path, re_path

from sessions_app.public_feedback.views import codes, new, track

urlpatterns = [
    path("feedback/new/", new.about, name="feedback_about"),
    path("feedback/new/words/", new.words, name="feedback_words"),
    path("feedback/new/you/", new.who, name="feedback_who"),
    path("feedback/new/details/", new.details, name="feedback_details"),
    path("feedback/new/check/", new.check, name="feedback_check"),
    path("feedback/new/later/", codes.later, name="feedback_later"),
    path("feedback/new/resume/", codes.resume, name="feedback_resume"),
    path("feedback/new/done/", codes.done, name="feedback_done"),
    path("feedback/track/", track.track, name="feedback_track"),
    re_path(
        "^feedback/track/withdraw/(?P<what>contact|name)/$",
        track.withdraw,
        name="feedback_withdraw",
    ),
    path("feedback/confirm/<str:token>/", track.confirm, name="feedback_confirm"),
]
