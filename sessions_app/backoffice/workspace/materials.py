"""What happens when, and what people get to read."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sessions_app.backoffice.workspace.workspace_view import WorkspaceView


class MaterialsView(WorkspaceView):
    template_name = "backoffice/workspace/materials.html"
    page_title = _("Agenda and materials")
    tab = "materials"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            agenda=list(self.object.agenda_items.all()),
            materials=list(self.object.materials.select_related("document")),
        )
