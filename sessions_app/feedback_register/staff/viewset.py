"""The staff screens of feedback items, with the register and what belongs to it."""

from django.urls import URLPattern, path

from sessions_app.feedback_operations.staff.feedback import FeedbackViewSet as BaseFeedbackViewSet
from sessions_app.feedback_register.models import SavedFilter
from sessions_app.feedback_register.staff.bulk import BulkChangeView, BulkView
from sessions_app.feedback_register.staff.register import FeedbackIndexView
from sessions_app.feedback_register.staff.saved_filters import SavedFilterView, SaveFilterView


class FeedbackViewSet(BaseFeedbackViewSet):
    index_view_class = FeedbackIndexView
    index_results_template_name = "backoffice/feedback_register/results.html"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("bulk/", self.construct_view(BulkView), name="bulk"),
            path("bulk/<int:bulk>/", self.construct_view(BulkChangeView), name="bulk_change"),
            path(
                "filters/new/",
                self.construct_view(SaveFilterView, model=SavedFilter),
                name="save_filter",
            ),
            path(
                "filters/<int:filter>/",
                self.construct_view(SavedFilterView, model=SavedFilter),
                name="saved_filter",
            ),
        ]
