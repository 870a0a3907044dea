"""Which documents a public page may name."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import CollectionViewRestriction


def is_closed(collection_path: str) -> Exists:
    """Return the condition that a document is not open to everyone: its collection, or one
    above it, is restricted. ``collection_path`` leads to the path of its collection."""
    path = ExpressionWrapper(OuterRef(collection_path), output_field=CharField())
    return Exists(
        CollectionViewRestriction.objects.annotate(document_path=path).filter(
            document_path__startswith=F("collection__path")
        )
    )
