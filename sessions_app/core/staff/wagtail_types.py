"""What our mixins use of the views that they stand before: Wagtail's carry no types.

Told to mypy alone. At run time the classes are empty, but for what ``as_view`` may be handed.
"""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db.models import Model
from django.forms import BaseForm, BaseModelForm
from django.views.generic import FormView

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.views.generic.base import ContextMixin, TemplateResponseMixin, View
    from django_stubs_ext import StrOrPromise

    from sessions_app.core.policies import RecordPolicy

Record = TypeVar("Record", bound=Model)
AnyForm = TypeVar("AnyForm", bound=BaseForm)
RecordForm = TypeVar("RecordForm", bound=BaseModelForm[Model])

if TYPE_CHECKING:
    #: A page's form may also be several forms at once.
    FormPage = FormView[Any]

    class AdminView(TemplateResponseMixin, ContextMixin, View):
        """A page with the admin's head and trail, whose policy is asked."""

        model: type[Model]
        permission_policy: RecordPolicy
        permission_required: str | None
        any_permission_required: list[str] | None
        index_url_name: str
        page_title: StrOrPromise
        breadcrumbs_items: list[dict[str, object]]

    class ListPage(AdminView):
        is_export: bool
        list_export: list[str]

        def preprocess_field_value(self, field: str, value: object, export_format: str) -> object:
            """Return a cell of a spreadsheet."""

    class RecordPage(AdminView, Generic[Record]):
        object: Record
        pk_url_kwarg: str

        def get_object(self) -> Record:
            """Return the record that the address names, or answer 404."""

    class RecordFormPage(RecordPage[Record], Generic[Record, RecordForm]):
        form: RecordForm
        has_content_changes: bool
        produced_error_message: str

        def get_form_kwargs(self) -> dict[str, object]:
            """Return what the form is made with."""

        def form_valid(self, form: RecordForm) -> HttpResponse:
            """Save, and lead on."""

        def form_invalid(self, form: RecordForm) -> HttpResponse:
            """Show the form again."""

        def get_error_message(self) -> str:
            """Return what stands above a form that was refused."""

else:
    FormPage = FormView

    class AdminView:
        pass

    class ListPage:
        pass

    class RecordPage(Generic[Record]):
        model = permission_policy = None

    class RecordFormPage(Generic[Record, RecordForm]):
        pass
