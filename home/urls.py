"""URLs of pages. Anything that no other pattern matches is looked up in the page tree."""

from django.urls import path, re_path

from home.page_feedback import page_feedback, page_feedback_thanks
from home.search import search
from home.serving import serve
from home.sitemap import robots, sitemap

urlpatterns = [
    path("search/", search, name="search"),
    path("page-feedback/thanks/", page_feedback_thanks, name="page_feedback_thanks"),
    path("page-feedback/<int:page_id>/", page_feedback, name="page_feedback"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    # Before Wagtail's own pattern, which remains for the URLs below _util/.
    re_path(r"^(?!_util/)((?:[\w\-]+/)*)$", serve, name="page"),
]
